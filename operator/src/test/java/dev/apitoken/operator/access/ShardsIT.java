package dev.apitoken.operator.access;

import static dev.apitoken.testkit.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.apitoken.crds.AccessPolicy;
import dev.apitoken.operator.Tenant;
import dev.apitoken.operator.issuer.IssuerId;
import dev.apitoken.operator.kubernetes.ObjectName;
import dev.apitoken.operator.kubernetes.Watch;
import dev.apitoken.testkit.Cluster;
import dev.apitoken.testkit.RealCluster;
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
        applier = AccessAppliers.of(tenant.client(), watches, changes, InstantSource.system());
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
    void whoHasAnOldViewCannotWriteOverANewerOne() throws Exception {
        apply(2);
        var oldView = watch(tenant.client(), tenant.namespace());
        var oldLeader = AccessAppliers.of(tenant.client(), oldView, new Changes(), InstantSource.system());
        oldView.all().forEach(each -> each.start(Duration.ofSeconds(30)));
        oldView.all().forEach(Watch::close);
        apply(1);
        var written = gate.headSecret();

        var outcome = oldLeader.apply(name(), parsed(), compiled(3), LastWrite.unknown());

        assertThat(outcome).isEqualTo(new ApplyOutcome.Stale());
        assertThat(gate.headSecret()).isEqualTo(written);
    }

    private ApplyOutcome.Stands apply(int tokens) {
        var compiled = compiled(tokens);
        var stands = (ApplyOutcome.Stands) applier.apply(name(), parsed(), compiled, last);
        assertThat(stands.rights()).isEqualTo(new WriteOutcome.Done());
        last = last.of(compiled, stands.revision());
        return stands;
    }

    private Compilation compiled(int tokens) {
        var issuer = IssuerId.local(tenant.namespace(), "default");
        var inputs = new CompileInputs(
                IntStream.range(0, tokens)
                        .<CompilableToken>mapToObj(
                                i -> Samples.token(tenant.namespace(), "user" + i, issuer, tenant.namespace()))
                        .toList(),
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
