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
import dev.apitoken.testkit.fault.Fault;
import dev.apitoken.testkit.fault.Fault.Moment;
import dev.apitoken.testkit.fault.FaultProxy;
import dev.apitoken.testkit.fault.Recorded;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A policy of several shards, whose writer is killed around each write: of rights, shards, head and what is obsolete. */
@RealCluster
class ShardCrashIT {
    private static final int MANY = 5_000;
    private static final int FEW = 100;

    private final Cluster cluster;

    ShardCrashIT(Cluster cluster) {
        this.cluster = cluster;
    }

    @ParameterizedTest
    @EnumSource(Moment.class)
    void whoeverComesAfterWritesTheRest(Moment moment) throws Exception {
        int growing = 0;
        while (isKilled(0, MANY, ++growing, moment)) {}
        int shrinking = 0;
        while (isKilled(MANY, FEW, ++shrinking, moment)) {}
        // Role, binding, three new shards, the head; the head, the Role, three shards that go. And one that did not
        // come.
        assertThat(growing).as("writes of a growing policy").isGreaterThan(6);
        assertThat(shrinking).as("writes of a shrinking policy").isGreaterThan(5);
    }

    /** @return whether there was an n-th write */
    private boolean isKilled(int before, int after, int nth, Moment moment) throws Exception {
        var tenant = Tenant.of(cluster);
        var gate = Gate.create(tenant, "gate", "");
        if (before > 0) {
            try (var client = new KubernetesClientBuilder()
                    .withConfig(cluster.client().getConfiguration())
                    .build()) {
                converge(client, tenant, gate, before);
            }
        }
        var writes = new AtomicInteger();
        try (var proxy = FaultProxy.before(cluster.client().getConfiguration());
                var client = impatient(proxy)) {
            proxy.faults(call -> {
                int number = call.isWrite() ? writes.incrementAndGet() : 0;
                return number < nth ? Fault.NONE : new Fault.Cut(number == nth ? moment : Moment.BEFORE);
            });
            tryOnce(client, tenant, gate, after);
            if (writes.get() < nth) {
                assertThat(gate.document().entries()).hasSize(after);
                return false;
            }
            proxy.faults(call -> Fault.NONE);
            converge(client, tenant, gate, after);
            assertThat(proxy.log().all().stream().map(Recorded::call))
                    .allMatch(call -> !call.isWrite() || call.conditional());
            return true;
        }
    }

    private static void tryOnce(KubernetesClient client, Tenant tenant, Gate gate, int tokens) {
        var watches = watch(client, tenant.namespace());
        try {
            apply(client, watches, tenant, gate, tokens);
        } catch (KubernetesClientException e) {
            // As it must be: the connection was cut.
        } finally {
            watches.all().forEach(Watch::close);
        }
    }

    /** A new operator, with nothing in memory: soon there is nothing left to write. */
    private static void converge(KubernetesClient client, Tenant tenant, Gate gate, int tokens) throws Exception {
        var watches = watch(client, tenant.namespace());
        try {
            eventually(() -> assertThat(apply(client, watches, tenant, gate, tokens))
                    .isInstanceOfSatisfying(ApplyOutcome.Stands.class, stands -> {
                        assertThat(stands.rights()).isEqualTo(new WriteOutcome.Done());
                        assertThat(stands.writes()).isZero();
                    }));
            assertThat(gate.document().entries()).hasSize(tokens);
        } finally {
            watches.all().forEach(Watch::close);
        }
    }

    private static ApplyOutcome apply(
            KubernetesClient client, AccessWatches watches, Tenant tenant, Gate gate, int tokens) {
        var applier = AccessAppliers.of(client, watches, new Changes(), () -> true, InstantSource.system());
        watches.all().filter(watch -> !watch.hasSynced()).forEach(each -> each.start(Duration.ofSeconds(30)));
        return applier.apply(
                new ObjectName(tenant.namespace(), "gate"),
                ParsedPolicy.of(gate.policy()),
                compiled(tenant.namespace(), tokens),
                LastWrite.unknown());
    }

    private static Compilation compiled(String namespace, int tokens) {
        var issuer = IssuerId.local(namespace, "default");
        var all = IntStream.range(0, tokens)
                .<CompilableToken>mapToObj(i -> Samples.token(namespace, "user" + i, issuer, namespace))
                .toList();
        var inputs = new CompileInputs(
                all,
                TokenHolders.of(all),
                AccountDirectory.of(List.of()),
                Map.of(issuer, Samples.issuer(issuer)),
                Map.of());
        return AccessCompiler.compile(
                Samples.policy(namespace, namespace, TokenOrigin.SAME_NAMESPACE), inputs, Samples.NOW);
    }

    private static KubernetesClient impatient(FaultProxy proxy) {
        return new KubernetesClientBuilder()
                .withConfig(new ConfigBuilder(proxy.config())
                        .withRequestRetryBackoffLimit(0)
                        .build())
                .build();
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
