package dev.apitoken.operator.access;

import static dev.apitoken.testkit.ConditionsAssert.assertConditions;
import static dev.apitoken.testkit.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.apitoken.operator.OperatorUnderTest;
import dev.apitoken.operator.Tenant;
import dev.apitoken.testkit.Cluster;
import dev.apitoken.testkit.RealCluster;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.api.model.rbac.Role;
import io.fabric8.kubernetes.api.model.rbac.RoleBinding;
import io.fabric8.kubernetes.api.model.rbac.RoleBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is written for a policy: whose it is, who may read it, and that it stays as it was written. */
@RealCluster
class AccessSecretIT {
    private static Cluster cluster;
    private static OperatorUnderTest operator;

    private Tenant tenant;

    @BeforeAll
    static void start(Cluster started) {
        cluster = started;
        operator = OperatorUnderTest.start(started);
    }

    @AfterAll
    static void stop() {
        operator.close();
    }

    @BeforeEach
    void aTenant() {
        tenant = Tenant.withIssuer(cluster);
    }

    @Test
    void theServiceAccountOfAValidatorReadsItsOwnAccessSecretAndNothingElse() {
        var gate = Gate.create(tenant, "gate", "validators: {serviceAccounts: [doorman]}");
        Gate.create(tenant, "other", "validators: {serviceAccounts: []}");
        eventually(() -> assertThat(gate.status().revision()).isNotNull());
        eventually(() -> assertThat(tenant.secretOrNull("other-access")).isNotNull());

        try (var doorman = clientOf("doorman");
                var stranger = clientOf("default")) {
            eventually(() -> assertThat(doorman.secrets()
                            .inNamespace(tenant.namespace())
                            .withName("gate-access")
                            .get())
                    .isNotNull());
            forbidden(() -> doorman.secrets()
                    .inNamespace(tenant.namespace())
                    .withName("other-access")
                    .get());
            forbidden(() -> doorman.secrets().inNamespace(tenant.namespace()).list());
            forbidden(() -> doorman.secrets()
                    .inNamespace(tenant.namespace())
                    .withName("gate-access")
                    .delete());
            forbidden(() -> doorman.configMaps().inNamespace(tenant.namespace()).list());
            forbidden(() -> stranger.secrets()
                    .inNamespace(tenant.namespace())
                    .withName("gate-access")
                    .get());
        }
    }

    @Test
    void rightsGoWithTheirEntryInTheSpec() {
        var gate = Gate.create(tenant, "gate", "validators: {serviceAccounts: [doorman]}");
        eventually(() -> assertThat(role("gate-access")).isNotNull());

        gate.patch("{\"spec\":{\"validators\":{\"serviceAccounts\":[\"porter\"]}}}");
        eventually(() -> assertThat(binding("gate-access").getSubjects())
                .extracting("name")
                .containsExactly("porter"));

        gate.patch("{\"spec\":{\"validators\":{\"serviceAccounts\":[]}}}");
        eventually(() -> assertThat(role("gate-access")).isNull());
    }

    @Test
    void aForeignSecretOfTheNameIsNeverTouchedAndTheNameTakenOnceItIsFree() {
        var foreign = create(new SecretBuilder()
                .withNewMetadata()
                .withName("gate-access")
                .endMetadata()
                .withData(Map.of("mine", "c2VjcmV0"))
                .build());

        var gate = Gate.create(tenant, "gate", "");
        eventually(() -> assertConditions(gate.policy())
                .has("Ready", "False", "SecretConflict")
                .has("Stalled", "True"));
        assertThat(gate.headSecret()).isEqualTo(foreign);

        tenant.client().resource(foreign).delete();
        eventually(() -> assertConditions(gate.policy()).ready("True").has("Stalled", "False"));
    }

    /** Whoever may write policies but read no Secret would otherwise name one after it. */
    @Test
    void aPolicyNamedAfterAForeignSecretGivesNobodyARightToReadIt() {
        create(new SecretBuilder()
                .withNewMetadata()
                .withName("database-access")
                .endMetadata()
                .withData(Map.of("password", "c2VjcmV0"))
                .build());
        var everGranted = new CopyOnWriteArrayList<String>();
        try (var roles = tenant.client()
                .rbac()
                .roles()
                .inNamespace(tenant.namespace())
                .inform(new ResourceEventHandler<>() {
                    @Override
                    public void onAdd(Role role) {
                        role.getRules().forEach(rule -> everGranted.addAll(rule.getResourceNames()));
                    }

                    @Override
                    public void onUpdate(Role old, Role role) {
                        onAdd(role);
                    }

                    @Override
                    public void onDelete(Role role, boolean unknown) {}
                })) {
            var gate = Gate.create(tenant, "database", "validators: {serviceAccounts: [doorman]}");
            eventually(() -> assertConditions(gate.policy()).has("Ready", "False", "SecretConflict"));
            var later = Gate.create(tenant, "later", "validators: {serviceAccounts: [doorman]}");
            eventually(() -> assertConditions(later.policy()).ready("True"));
            eventually(() -> assertThat(everGranted).contains("later-access"));

            assertThat(everGranted).containsOnly("later-access");
            assertThat(role("database-access")).isNull();
        }
    }

    @Test
    void theRightToReadASecretThatBecameAForeignOneIsTakenBack() {
        var gate = Gate.create(tenant, "gate", "validators: {serviceAccounts: [doorman]}");
        eventually(() -> assertConditions(gate.policy()).ready("True"));
        assertThat(role("gate-access")).isNotNull();

        operator.stop();
        tenant.client().resource(gate.headSecret()).delete();
        create(new SecretBuilder()
                .withNewMetadata()
                .withName("gate-access")
                .endMetadata()
                .withData(Map.of("password", "c2VjcmV0"))
                .build());
        operator.restart();

        eventually(() -> assertConditions(gate.policy()).has("Ready", "False", "SecretConflict"));
        assertThat(role("gate-access")).isNull();
        tenant.client().resource(gate.headSecret()).delete();
        eventually(() -> assertThat(role("gate-access")).isNotNull());
    }

    @Test
    void aForeignRoleOfTheNameIsNeverTouchedAndHoldsUpNoEntry() {
        var foreign = create(new RoleBuilder()
                .withNewMetadata()
                .withName("gate-access")
                .endMetadata()
                .build());

        var gate = Gate.create(tenant, "gate", "");
        tenant.apiToken("ci", "");
        tenant.eventuallyReady("ci");
        gate.eventuallyLists(tenant.token("ci"));

        eventually(() -> assertConditions(gate.policy()).has("Ready", "False", "RightsNotGranted"));
        assertThat(role("gate-access")).isEqualTo(foreign);
    }

    /** Whoever may write policies but bind no Role would otherwise have the operator bind it for him (rule O5). */
    @Test
    void aForeignRoleOfTheNameIsBoundToNobody() {
        create(roleToReadEverySecret());

        var gate = Gate.create(tenant, "gate", "validators: {serviceAccounts: [doorman]}");
        eventually(() -> assertConditions(gate.policy()).has("Ready", "False", "RightsNotGranted"));

        assertThat(binding("gate-access")).isNull();
        try (var doorman = clientOf("doorman")) {
            forbidden(() -> doorman.secrets().inNamespace(tenant.namespace()).list());
        }
    }

    @Test
    void aRoleThatTakesThePlaceOfOursIsUnboundAtOnce() {
        var gate = Gate.create(tenant, "gate", "validators: {serviceAccounts: [doorman]}");
        eventually(() -> assertThat(binding("gate-access")).isNotNull());

        operator.stop();
        tenant.client().resource(role("gate-access")).delete();
        create(roleToReadEverySecret());
        operator.restart();

        eventually(() -> assertThat(binding("gate-access")).isNull());
        eventually(() -> assertConditions(gate.policy()).has("Ready", "False", "RightsNotGranted"));

        tenant.client().resource(role("gate-access")).delete();
        eventually(() -> assertThat(binding("gate-access")).isNotNull());
        eventually(() -> assertConditions(gate.policy()).ready("True"));
    }

    private static Role roleToReadEverySecret() {
        return new RoleBuilder()
                .withNewMetadata()
                .withName("gate-access")
                .endMetadata()
                .addNewRule()
                .addToApiGroups("")
                .addToResources("secrets")
                .addToVerbs("get", "list")
                .endRule()
                .build();
    }

    @Test
    void aDeletedHeadIsMadeAgainWithAHigherRevision() throws Exception {
        var gate = Gate.create(tenant, "gate", "");
        eventually(() -> assertThat(gate.status().revision()).isNotNull());
        long before = gate.head().revision();

        long deleted = System.nanoTime();
        tenant.client().resource(gate.headSecret()).delete();

        eventually(
                Duration.ofSeconds(2), () -> assertThat(gate.head().revision()).isGreaterThan(before));
        System.out.println("head deleted: back after at most "
                + Duration.ofNanos(System.nanoTime() - deleted).toMillis() + " ms");
        eventually(
                () -> assertThat(gate.status().revision()).isEqualTo(gate.head().revision()));
    }

    @Test
    void anEditedHeadIsPutRightWithAnEvent() throws Exception {
        var gate = Gate.create(tenant, "gate", "");
        tenant.apiToken("ci", "");
        tenant.eventuallyReady("ci");
        var token = tenant.token("ci");
        gate.eventuallyLists(token);
        eventually(
                () -> assertThat(gate.status().revision()).isEqualTo(gate.head().revision()));

        tenant.patchSecret(
                "gate-access",
                head -> new SecretBuilder(head)
                        .editMetadata()
                        .removeFromLabels("apitoken.dev/access")
                        .endMetadata()
                        .withData(Map.of("head.json", "e30="))
                        .build());

        eventually(Duration.ofSeconds(2), () -> assertThat(gate.entryOf(token)).isPresent());
        assertThat(gate.headSecret().getMetadata().getLabels()).containsEntry("apitoken.dev/access", "gate");
        eventually(() -> assertThat(tenant.eventReasons("gate")).contains("Restored"));
    }

    @Test
    void aPolicyThatAsksForAnotherIssuerListsTheTokenNoMoreAndSaysSo() {
        var gate = Gate.create(tenant, "gate", "");
        tenant.apiToken("ci", "");
        tenant.eventuallyReady("ci");
        var token = tenant.token("ci");
        gate.eventuallyLists(token);

        gate.patch("{\"spec\":{\"tokensFrom\":[{\"issuerRef\":{\"kind\":\"TokenIssuer\",\"name\":\"another\"}}]}}");

        gate.eventuallyDoesNotList(token);
        eventually(() -> assertThat(gate.status().notListed())
                .singleElement()
                .satisfies(each -> assertThat(each.reason()).isEqualTo("NotAdmitted")));
    }

    @Test
    void nothingIsWrittenAgainAfterARestart() throws Exception {
        var gate = Gate.create(tenant, "gate", "rules: [{paths: [/a/*], roles: [reader]}]");
        tenant.apiToken("ci", "allowedSources: [192.0.2.0/24]");
        tenant.eventuallyReady("ci");
        gate.eventuallyLists(tenant.token("ci"));
        eventually(
                () -> assertThat(gate.status().revision()).isEqualTo(gate.head().revision()));
        var before = versions(gate);

        operator.restart();
        var other = Gate.create(tenant, "other", "");
        eventually(() -> assertThat(other.status().revision()).isNotNull());

        assertThat(versions(gate)).isEqualTo(before);
    }

    @Test
    void whatWasWrittenForAPolicyGoesWithIt() {
        var gate = Gate.create(tenant, "gate", "");
        eventually(() -> assertThat(role("gate-access")).isNotNull());

        tenant.client().resource(gate.policy()).delete();

        eventually(() -> {
            assertThat(gate.secret("gate-access")).isNull();
            assertThat(role("gate-access")).isNull();
        });
    }

    private List<String> versions(Gate gate) {
        return List.of(version(gate.policy()), version(gate.headSecret()), version(role("gate-access")));
    }

    private static String version(HasMetadata object) {
        return object.getMetadata().getResourceVersion();
    }

    private RoleBinding binding(String name) {
        return tenant.client()
                .rbac()
                .roleBindings()
                .inNamespace(tenant.namespace())
                .withName(name)
                .get();
    }

    private Role role(String name) {
        return tenant.client()
                .rbac()
                .roles()
                .inNamespace(tenant.namespace())
                .withName(name)
                .get();
    }

    private <T extends HasMetadata> T create(T object) {
        return tenant.client().resource(object).inNamespace(tenant.namespace()).create();
    }

    private KubernetesClient clientOf(String serviceAccount) {
        var kubeconfig = cluster.kubeconfigFor(tenant.namespace(), serviceAccount);
        return new KubernetesClientBuilder()
                .withConfig(Config.fromKubeconfig(kubeconfig.toFile()))
                .build();
    }

    private static void forbidden(Runnable call) {
        assertThatThrownBy(call::run)
                .isInstanceOfSatisfying(
                        KubernetesClientException.class,
                        refused -> assertThat(refused.getCode()).isEqualTo(403));
    }
}
