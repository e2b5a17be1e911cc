package dev.apitoken.operator.access;

import static dev.apitoken.testkit.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.apitoken.crds.ApiAccount;
import dev.apitoken.operator.OperatorUnderTest;
import dev.apitoken.operator.Tenant;
import dev.apitoken.testkit.Cluster;
import dev.apitoken.testkit.RealCluster;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Many changes at once: few writes, and nobody's end gets lost among them. */
@RealCluster
class StormIT {
    private static final int CHANGES = 500;

    private static OperatorUnderTest operator;
    private static Tenant tenant;

    @BeforeAll
    static void start(Cluster cluster) {
        operator = OperatorUnderTest.start(cluster);
        tenant = Tenant.withIssuer(cluster);
    }

    @AfterAll
    static void stop() {
        operator.close();
    }

    @Test
    void costsABoundedNumberOfWritesAndAnEndInsideItIsInForceInTime() throws Exception {
        var gate = Gate.create(tenant, "gate", "");
        tenant.apiToken("ci", "");
        tenant.apiToken("busy", "");
        tenant.eventuallyReady("ci");
        tenant.eventuallyReady("busy");
        var token = tenant.token("ci");
        gate.eventuallyLists(token);
        gate.eventuallyLists(tenant.token("busy"));
        tenant.create("""
                apiVersion: apitoken.dev/v1alpha1
                kind: ApiAccount
                metadata: {name: ci}
                spec: {roles: [start]}
                """);
        eventually(() -> assertThat(gate.entryOf(token).orElseThrow().roles()).containsExactly("start"));
        var writes = new AtomicInteger();

        try (var watch = tenant.client()
                .secrets()
                .inNamespace(tenant.namespace())
                .withName("gate-access")
                .watch(counting(writes))) {
            long start = System.nanoTime();
            var storm = CompletableFuture.runAsync(() -> {
                for (int i = 0; i < CHANGES; i++) {
                    roles("role-" + i);
                }
            });
            var lag = gate.untilGone(token, () -> tenant.patch("ci", "{\"spec\":{\"enabled\":false}}"));
            storm.join();
            eventually(() -> assertThat(
                            gate.entryOf(tenant.token("busy")).orElseThrow().roles())
                    .containsExactly("role-" + (CHANGES - 1)));
            var took = Duration.ofNanos(System.nanoTime() - start);

            System.out.printf(
                    "%d changes in %d ms: %d writes, the end inside them after %d ms%n",
                    CHANGES, took.toMillis(), writes.get(), lag.toMillis());
            assertThat(lag).isLessThan(Duration.ofSeconds(3));
            assertThat((long) writes.get()).isLessThanOrEqualTo(Pace.AT_ONCE + took.dividedBy(Pace.EVERY) + 3);
        }
    }

    private static void roles(String role) {
        tenant.client()
                .resources(ApiAccount.class)
                .inNamespace(tenant.namespace())
                .withName("ci")
                .patch(PatchContext.of(PatchType.JSON_MERGE), "{\"spec\":{\"roles\":[\"" + role + "\"]}}");
    }

    private static Watcher<Secret> counting(AtomicInteger writes) {
        return new Watcher<>() {
            @Override
            public void eventReceived(Action action, Secret head) {
                writes.incrementAndGet();
            }

            @Override
            public void onClose(WatcherException cause) {}
        };
    }
}
