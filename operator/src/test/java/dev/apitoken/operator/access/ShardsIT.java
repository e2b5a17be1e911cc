package dev.apitoken.operator.access;

import static dev.apitoken.testkit.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.apitoken.crds.AccessPolicy;
import dev.apitoken.operator.Tenant;
import dev.apitoken.operator.issuer.IssuerId;
import dev.apitoken.operator.kubernetes.ObjectName;
import dev.apitoken.operator.kubernetes.SecretObject;
import dev.apitoken.operator.kubernetes.Watch;
import dev.apitoken.testkit.Cluster;
import dev.apitoken.testkit.RealCluster;
import dev.apitoken.testkit.Sample;
import dev.apitoken.token.secret.AccessSecret;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** More tokens than fit into one Secret, and two who write at once. */
@RealCluster
class ShardsIT {
    private final Changes changes = new Changes();
    private Tenant tenant;
    private Gate gate;
    private AccessWatches watches;
    private AccessSecretApplier applier;
    private LastWrite last = LastWrite.unknown();

    @BeforeEach
    void aPolicy(Cluster cluster) {
        tenant = Tenant.of(cluster);
        gate = Gate.create(tenant, "gate", "");
        watches = watch(tenant.client(), tenant.namespace());
        applier = AccessAppliers.of(tenant.client(), watches, changes, () -> true, InstantSource.system());
        watches.all().forEach(each -> each.start(Duration.ofSeconds(30)));
    }

    @AfterEach
    void stop() {
        watches.all().forEach(Watch::close);
    }

    @Test
    void shardsComeAndGoAndAreReadableBeforeTheyAreThere() throws Exception {
        apply(5_000);

        assertThat(gate.document().entries()).hasSize(5_000);
        var shards = new TreeSet<>(secretNames());
        assertThat(shards).hasSizeGreaterThan(2);
        assertThat(readable()).isEqualTo(shards);

        eventually(() -> assertThat(watches.secrets().all()).hasSize(shards.size()));
        apply(100);
        assertThat(gate.document().entries()).hasSize(100);
        eventually(() -> assertThat(secretNames()).containsExactly("gate-access"));
        eventually(() -> assertThat(watches.secrets().all()).hasSize(1));
        assertThat(apply(100).writes()).isZero();
        assertThat(readable()).containsExactly("gate-access");
    }

    @Test
    void aShardThatWasEditedOrDeletedIsPutBackUnderTheSameRevision() throws Exception {
        apply(5_000);
        long revision = gate.head().revision();
        var shard = AccessSecret.shardName("gate", 0);
        eventually(() -> assertThat(watches.secrets().all()).hasSizeGreaterThan(2));
        changes.gather(Duration.ZERO, Duration.ZERO);

        tenant.patchSecret(
                shard, there -> new SecretBuilder(there).withData(Map.of()).build());
        assertThat(changes.gather(Duration.ofSeconds(10), Duration.ZERO))
                .containsExactly(new Change.Written(new ObjectName(tenant.namespace(), "gate")));
        assertThat(apply(5_000).writes()).isEqualTo(1);
        assertThat(gate.document().entries()).hasSize(5_000);

        tenant.client().resource(Objects.requireNonNull(gate.secret(shard))).delete();
        changes.gather(Duration.ofSeconds(10), Duration.ZERO);
        assertThat(apply(5_000).writes()).isEqualTo(1);
        assertThat(gate.document().entries()).hasSize(5_000);
        assertThat(gate.head().revision()).isEqualTo(revision);
    }

    @Test
    void oneChangeAmongThousandsIsTwoWrites() throws Exception {
        apply(5_000);
        var before = versions();

        assertThat(apply(4_999).writes()).isEqualTo(2);

        var after = versions();
        assertThat(after).hasSameSizeAs(before);
        assertThat(after.entrySet().stream().filter(each -> !each.getValue().equals(before.get(each.getKey()))))
                .extracting(Map.Entry::getKey)
                .hasSize(2)
                .contains("gate-access");
    }

    @Test
    void aCrashBetweenShardAndHeadIsCompletedByWhoeverComesNext() throws Exception {
        apply(5_000);
        long revision = gate.head().revision();
        var crashed = compiled(4_999);
        var shards = AccessSecret.write(
                crashed.asRevision(revision + 1, Samples.NOW), gate.head().layout());
        var changed = shards.stream()
                .filter(shard -> !shard.name().equals(gate.headName()))
                .filter(shard -> !SecretObject.content(Objects.requireNonNull(gate.secret(shard.name())))
                        .sameDataAs(shard.content().data()))
                .toList();
        assertThat(changed).hasSize(1);
        tenant.patchSecret(changed.getFirst().name(), there -> {
            there.setData(SecretObject.of(name(), changed.getFirst().content()).getData());
            return there;
        });
        assertThatThrownBy(gate::document).isInstanceOf(AssertionError.class);
        var next = watch(tenant.client(), tenant.namespace());
        next.all().forEach(each -> each.start(Duration.ofSeconds(30)));

        var outcome = (ApplyOutcome.Stands)
                AccessAppliers.of(tenant.client(), next, new Changes(), () -> true, InstantSource.system())
                        .apply(name(), parsed(), crashed, LastWrite.unknown());

        next.all().forEach(Watch::close);
        assertThat(outcome.writes()).isEqualTo(1);
        assertThat(gate.document().entries()).hasSize(4_999);
        assertThat(gate.head().revision()).isGreaterThan(revision);
    }

    @Test
    void aForeignSecretWhereAShardShouldBeHoldsUpNoEnd() throws Exception {
        apply(1_500);
        foreignShard(1);

        var outcome = tryToApply(compiled(6_000));

        assertThat(outcome.obstacle()).contains(new Obstacle.ForeignSecret("gate-access-1"));
        assertThat(gate.document().entries()).hasSize(6_000);
        assertThat(tryToApply(compiled(1_000)).writes()).isEqualTo(1);
        assertThat(gate.document().entries()).hasSize(1_000);
    }

    @Test
    void aRoleThatCannotBeWrittenHoldsUpNoEnd() throws Exception {
        apply(1_500);
        tenant.client()
                .rbac()
                .roles()
                .inNamespace(tenant.namespace())
                .withName("gate-access")
                .edit(role -> {
                    role.getMetadata().setOwnerReferences(List.of());
                    return role;
                });
        eventually(() -> assertThat(watches.roles().all())
                .allMatch(role -> role.getMetadata().getOwnerReferences().isEmpty()));

        var outcome = tryToApply(compiled(6_000));

        assertThat(outcome.obstacle()).contains(new Obstacle.NoRights());
        assertThat(secretNames()).containsExactly("gate-access");
        assertThat(gate.document().entries()).hasSize(6_000);
        assertThat(tryToApply(compiled(1_499)).rights()).isEqualTo(new WriteOutcome.Foreign());
        assertThat(gate.document().entries()).hasSize(1_499);
    }

    @Test
    void aQuotaThatAllowsNoOtherSecretHoldsUpNoEnd() throws Exception {
        apply(1_500);
        clusterWide("""
                apiVersion: admissionregistration.k8s.io/v1
                kind: ValidatingAdmissionPolicy
                metadata: {name: %1$s}
                spec:
                  matchConstraints:
                    namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: %1$s}}
                    resourceRules: [{apiGroups: [""], apiVersions: [v1], operations: [CREATE], resources: [secrets]}]
                  validations: [{expression: "false", message: "no more Secrets here"}]
                """);
        clusterWide("""
                apiVersion: admissionregistration.k8s.io/v1
                kind: ValidatingAdmissionPolicyBinding
                metadata: {name: %1$s}
                spec: {policyName: %1$s, validationActions: [Deny]}
                """);
        eventually(() -> assertThatThrownBy(() -> secret("probe-" + System.nanoTime()))
                .hasMessageContaining("no more Secrets here"));

        var outcome = tryToApply(compiled(6_000));

        assertThat(outcome.obstacle())
                .hasValueSatisfying(obstacle -> assertThat(obstacle).isInstanceOf(Obstacle.Refused.class));
        assertThat(gate.document().entries()).hasSize(6_000);
        assertThat(tryToApply(compiled(1)).writes()).isEqualTo(1);
        assertThat(gate.document().entries()).hasSize(1);
    }

    @Test
    void whoHasAnOldViewCannotWriteOverANewerOne() throws Exception {
        apply(2);
        var oldView = watch(tenant.client(), tenant.namespace());
        var oldLeader = AccessAppliers.of(tenant.client(), oldView, new Changes(), () -> true, InstantSource.system());
        oldView.all().forEach(each -> each.start(Duration.ofSeconds(30)));
        oldView.all().forEach(Watch::close);
        apply(1);
        var written = gate.headSecret();

        var outcome = oldLeader.apply(name(), parsed(), compiled(3), LastWrite.unknown());

        assertThat(outcome).isEqualTo(new ApplyOutcome.Stale());
        assertThat(gate.headSecret()).isEqualTo(written);
    }

    @Test
    void whoDoesNotLeadAnyMoreGoesOnWithItsOwnHeadButNotOverThatOfItsSuccessor() throws Exception {
        var leads = new AtomicBoolean(true);
        var view = watch(tenant.client(), tenant.namespace());
        var paused = AccessAppliers.of(tenant.client(), view, new Changes(), leads::get, InstantSource.system());
        view.all().forEach(each -> each.start(Duration.ofSeconds(30)));
        var first = (ApplyOutcome.Stands) paused.apply(name(), parsed(), compiled(3), LastWrite.unknown());
        leads.set(false);
        var own = LastWrite.unknown().of(compiled(3), first.revision());
        var second = (ApplyOutcome.Stands) paused.apply(name(), parsed(), compiled(2), own);
        own = own.of(compiled(2), second.revision());
        apply(1);
        var written = gate.headSecret();
        eventually(() -> assertThat(view.secrets().get(new ObjectName(tenant.namespace(), "gate-access")))
                .map(secret -> secret.getMetadata().getResourceVersion())
                .contains(written.getMetadata().getResourceVersion()));

        var late = own;
        assertThat(paused.apply(name(), parsed(), compiled(3), late)).isEqualTo(new ApplyOutcome.Stale());
        assertThat(gate.headSecret()).isEqualTo(written);
        leads.set(true);
        assertThat(paused.apply(name(), parsed(), compiled(3), late)).isInstanceOf(ApplyOutcome.Stands.class);
        assertThat(gate.document().entries()).hasSize(3);
        view.all().forEach(Watch::close);
    }

    private ApplyOutcome.Stands apply(int tokens) {
        var compiled = compiled(tokens);
        var stands = (ApplyOutcome.Stands) applier.apply(name(), parsed(), compiled, last);
        assertThat(stands.rights()).isEqualTo(new WriteOutcome.Done());
        last = last.of(compiled, stands.revision());
        return stands;
    }

    private ApplyOutcome.Stands tryToApply(Compilation compiled) {
        var stands = (ApplyOutcome.Stands) applier.apply(name(), parsed(), compiled, last);
        last = last.of(stands.content(), stands.revision());
        return stands;
    }

    private void foreignShard(int shard) {
        secret("gate-access-" + shard);
    }

    private void secret(String name) {
        tenant.create("""
                apiVersion: v1
                kind: Secret
                metadata: {name: %s}
                """.formatted(name));
    }

    private void clusterWide(String yaml) {
        var object = Sample.yaml(yaml.formatted(tenant.namespace())).resource();
        tenant.client().resource(object).create();
    }

    private Map<String, String> versions() {
        return tenant
                .client()
                .secrets()
                .inNamespace(tenant.namespace())
                .withLabel(AccessSecret.LABEL)
                .list()
                .getItems()
                .stream()
                .collect(Collectors.toMap(
                        secret -> secret.getMetadata().getName(),
                        secret -> secret.getMetadata().getResourceVersion()));
    }

    private Compilation compiled(int tokens) {
        var issuer = IssuerId.local(tenant.namespace(), "default");
        var all = IntStream.range(0, tokens)
                .<CompilableToken>mapToObj(
                        i -> Samples.token(tenant.namespace(), "user" + i, issuer, tenant.namespace()))
                .toList();
        var inputs = new CompileInputs(
                all,
                TokenHolders.of(all),
                AccountDirectory.of(List.of()),
                Map.of(issuer, Samples.issuer(issuer)),
                Map.of());
        return AccessCompiler.compile(
                Samples.policy(tenant.namespace(), tenant.namespace(), TokenOrigin.SAME_NAMESPACE),
                inputs,
                Samples.NOW);
    }

    private ParsedPolicy parsed() {
        return ParsedPolicy.of(gate.policy());
    }

    private ObjectName name() {
        return new ObjectName(tenant.namespace(), "gate");
    }

    private TreeSet<String> readable() {
        var role = tenant.client()
                .rbac()
                .roles()
                .inNamespace(tenant.namespace())
                .withName("gate-access")
                .get();
        return new TreeSet<>(role.getRules().getFirst().getResourceNames());
    }

    private List<String> secretNames() {
        return tenant
                .client()
                .secrets()
                .inNamespace(tenant.namespace())
                .withLabel(AccessSecret.LABEL)
                .list()
                .getItems()
                .stream()
                .map((Secret secret) -> secret.getMetadata().getName())
                .toList();
    }

    private static AccessWatches watch(KubernetesClient client, String namespace) {
        return new AccessWatches(
                Watch.of(List.of(client.resources(AccessPolicy.class).inNamespace(namespace))),
                Watch.keyedBy(
                        AccessWatches::key,
                        List.of(client.secrets().inNamespace(namespace).withLabel(AccessWatches.LABEL))),
                Watch.of(List.of(client.rbac().roles().inNamespace(namespace).withLabel(AccessWatches.LABEL))),
                Watch.of(List.of(
                        client.rbac().roleBindings().inNamespace(namespace).withLabel(AccessWatches.LABEL))));
    }
}
