package dev.apitoken.acceptance;

import static dev.apitoken.testkit.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.apitoken.crds.AccessPolicy;
import dev.apitoken.crds.TokenIssuer;
import dev.apitoken.testkit.Cluster;
import dev.apitoken.testkit.controlplane.ControlPlaneOptions;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.api.model.rbac.Role;
import io.fabric8.kubernetes.api.model.rbac.RoleBinding;
import io.fabric8.kubernetes.api.model.rbac.RoleBindingBuilder;
import io.fabric8.kubernetes.api.model.rbac.RoleBindingList;
import io.fabric8.kubernetes.api.model.rbac.RoleBuilder;
import io.fabric8.kubernetes.api.model.rbac.RoleList;
import io.fabric8.kubernetes.api.model.rbac.RoleRef;
import io.fabric8.kubernetes.client.dsl.NonNamespaceOperation;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The operator has the rights it uses and no others (rule O1): every verb on every resource that the chart grants is found
 * in the API server's audit log of one life of tokens, or is one that the operator hands on to validators. So a right
 * that is taken away is missed by a request of that life, and a right that is added without a use is found here.
 */
class RightsE2E {
    /** Asked for by the real clock only: a report that nobody wrote for an hour, keys a week after their issuer went. */
    private static final Set<String> LATE = Set.of("delete validatorreports", "get tokenissuers", "delete secrets");

    @TempDir
    Path home;

    private Cluster cluster;
    private Path auditFile;
    private Tenant tenant;

    @BeforeEach
    void startCluster() {
        auditFile = home.resolve("audit.log");
        cluster = Cluster.local(ControlPlaneOptions.defaults().auditLog(auditFile));
        cluster.applyManifests(Repository.find().manifests());
        tenant = Tenant.of(cluster);
    }

    @AfterEach
    void stopCluster() {
        cluster.close();
    }

    @Test
    void everyRightIsUsedWhenAllNamespacesAreServed() throws Exception {
        assertEveryRightIsUsed(Install.everywhere());
    }

    @Test
    void everyRightIsUsedWhenNamespacesAreListed() throws Exception {
        assertEveryRightIsUsed(Install.serving("apitoken-system", "apitoken", tenant.namespace()));
    }

    private void assertEveryRightIsUsed(Install install) throws Exception {
        install.applyTo(cluster, home);
        Set<GrantedRight> handedOn;
        try (var operator = install.start(cluster, home, Map.of())) {
            lifeOfTokens();
            lifeOfWorkloads();
            handedOn = lifeOfPolicies();
            loseThePublishedKeys(install.namespace());
            loseTrustInTheKey();
            assertThat(operator.log()).doesNotContain("\"level\":\"ERROR\"");
        }
        var granted = load(install.render(home)).stream()
                // Those of people, not of the operator.
                .filter(object -> !object.getMetadata().getName().matches(".*-(view|edit|admin)"))
                .flatMap(GrantedRight::of)
                .collect(Collectors.toSet());
        var audit = AuditLog.of(auditFile, install.namespace(), install.fullName());
        var used = audit.used();

        assertThat(audit.refused()).isEmpty();
        assertThat(audit.looksAt("secrets"))
                .as("Secrets that it keeps in view (rule O3)")
                .isNotEmpty()
                .allMatch(uri -> uri.contains("labelSelector=apitoken.dev/")
                        || uri.contains("fieldSelector=type=apitoken.dev/"));
        assertThat(granted.stream()
                        .filter(right -> used.stream().noneMatch(right::covers))
                        .filter(right -> !handedOn.contains(right.in(tenant.namespace())))
                        .filter(right -> !LATE.contains(words(right)))
                        .map(GrantedRight::toString)
                        .sorted()
                        .toList())
                .as("rights that nothing asks for")
                .isEmpty();
        assertThat(granted).extracting(RightsE2E::words).containsAll(LATE);
    }

    private static String words(GrantedRight right) {
        return right.verb() + " " + right.resource();
    }

    private void lifeOfTokens() {
        tenant.issuer();
        tenant.create("kind: ApiAccount\nmetadata: {name: ci}\nspec: {roles: [reader]}\n");
        tenant.apiToken("ci");
        tenant.awaitReady("ci");
        tenant.patch("ci", "{\"spec\": {\"user\": \"other\"}}");
        awaitRevision(2);
        // A Secret of another type can only be made anew.
        var secret = Objects.requireNonNull(tenant.secret("ci"));
        cluster.client().resource(secret).delete();
        awaitRevision(3);
        becomeImmutable();
        tenant.patch("ci", "{\"spec\": {\"user\": \"third\"}}");
        awaitRevision(4);
    }

    private void lifeOfWorkloads() {
        var workloads = Workloads.createIn(cluster.client(), tenant.namespace());
        tenant.apiToken(
                "restarting",
                "user: ci, restartTargets: [{kind: Deployment, name: app}, {kind: StatefulSet, name: app}, {kind:"
                        + " DaemonSet, name: app}]");
        tenant.awaitReady("restarting");
        tenant.patch("restarting", "{\"spec\": {\"user\": \"other\"}}");
        eventually(() -> assertThat(workloads.restartsFor("restarting")).hasSize(3));
    }

    private void becomeImmutable() {
        cluster.client()
                .secrets()
                .inNamespace(tenant.namespace())
                .withName("ci")
                .edit(secret -> new SecretBuilder(secret).withImmutable(true).build());
    }

    /** @return what the validators of a policy may: rights that the operator holds to hand them on */
    private Set<GrantedRight> lifeOfPolicies() {
        somebodyElsesRoleFor("taken");
        somebodyElsesBindingFor("bound");
        policy("taken", "{}");
        policy("bound", "{}");
        policy("api", "{}");
        eventually(() -> assertThat(tenant.secret("api-access")).isNotNull());
        eventually(() -> assertThat(bindings().withName("api-access").get()).isNotNull());
        var rights = GrantedRight.of(roles().withName("api-access").require()).collect(Collectors.toSet());
        roles().withName("api-access")
                .edit(role -> new RoleBuilder(role).withRules().build());
        bindings()
                .withName("api-access")
                .edit(binding -> new RoleBindingBuilder(binding).withSubjects().build());
        eventually(() ->
                assertThat(roles().withName("api-access").require().getRules()).isNotEmpty());
        eventually(() -> assertThat(bindings().withName("api-access").require().getSubjects())
                .isNotEmpty());
        policy("api", "{validators: {serviceAccounts: []}}");
        eventually(() -> assertThat(roles().withName("api-access").get()).isNull());
        eventually(() -> assertThat(policyReady("taken")).isEqualTo("False"));
        eventually(() -> assertThat(roles().withName("bound-access").require().getRules())
                .isNotEmpty());
        return rights;
    }

    private void somebodyElsesRoleFor(String policy) {
        var metadata = new ObjectMetaBuilder()
                .withNamespace(tenant.namespace())
                .withName(policy + "-access")
                .build();
        cluster.client()
                .resource(new RoleBuilder().withMetadata(metadata).build())
                .create();
        somebodyElsesBindingFor(policy);
    }

    private void somebodyElsesBindingFor(String policy) {
        cluster.client()
                .resource(new RoleBindingBuilder()
                        .withNewMetadata()
                        .withNamespace(tenant.namespace())
                        .withName(policy + "-access")
                        .endMetadata()
                        .withRoleRef(new RoleRef("rbac.authorization.k8s.io", "Role", "elsewhere"))
                        .build())
                .create();
    }

    private void policy(String name, String spec) {
        var resource = cluster.client()
                .getKubernetesSerialization()
                .unmarshal("""
                        apiVersion: apitoken.dev/v1alpha1
                        kind: AccessPolicy
                        metadata: {name: %s}
                        spec: %s
                        """.formatted(name, spec), GenericKubernetesResource.class);
        cluster.client()
                .resource(resource)
                .inNamespace(tenant.namespace())
                .fieldManager("acceptance")
                .serverSideApply();
    }

    private String policyReady(String name) {
        return cluster
                .client()
                .resources(AccessPolicy.class)
                .inNamespace(tenant.namespace())
                .withName(name)
                .require()
                .getStatus()
                .conditions()
                .stream()
                .filter(condition -> condition.getType().equals("Ready"))
                .map(Condition::getStatus)
                .findFirst()
                .orElse("");
    }

    private NonNamespaceOperation<Role, RoleList, Resource<Role>> roles() {
        return cluster.client().rbac().roles().inNamespace(tenant.namespace());
    }

    private NonNamespaceOperation<RoleBinding, RoleBindingList, Resource<RoleBinding>> bindings() {
        return cluster.client().rbac().roleBindings().inNamespace(tenant.namespace());
    }

    private void loseThePublishedKeys(String namespace) {
        cluster.client().secrets().inNamespace(namespace).list().getItems().stream()
                .filter(secret -> secret.getMetadata().getName().startsWith("apitoken-public-keys"))
                .forEach(secret -> cluster.client().resource(secret).delete());
    }

    private void loseTrustInTheKey() {
        var issuer = cluster.client()
                .resources(TokenIssuer.class)
                .inNamespace(tenant.namespace())
                .withName("default");
        var key = issuer.require().getStatus().keys().getFirst().id();
        issuer.patch(PatchContext.of(PatchType.JSON_MERGE), "{\"spec\": {\"compromisedKeys\": [\"" + key + "\"]}}");
        awaitRevision(5);
    }

    private void awaitRevision(long revision) {
        eventually(() -> assertThat(tenant.status("ci").revision()).isEqualTo(revision));
    }

    private List<HasMetadata> load(String yaml) {
        return cluster.client()
                .load(new ByteArrayInputStream(yaml.getBytes(StandardCharsets.UTF_8)))
                .items();
    }
}
