package dev.apitoken.operator.fault;

import static org.assertj.core.api.Assertions.assertThat;

import dev.apitoken.testkit.Cluster;
import dev.apitoken.testkit.Eventually;
import dev.apitoken.testkit.RealCluster;
import io.fabric8.kubernetes.api.model.rbac.ClusterRoleBinding;
import io.fabric8.kubernetes.api.model.rbac.ClusterRoleBindingBuilder;
import io.fabric8.kubernetes.client.Config;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** The API server is away, or lets the operator do nothing any more: late is allowed, lost is not. */
@RealCluster
class OutageIT {
    private static final Duration SOON = Duration.ofSeconds(60);

    private final Cluster cluster;

    OutageIT(Cluster cluster) {
        this.cluster = cluster;
    }

    /** Rule F5, scaled down from 60 s. */
    @Test
    void whatBecameDueWhileTheApiServerWasAwayIsDoneWhenItIsBack() {
        try (var rig = Rig.start(cluster)) {
            var fleet = Fleet.of(cluster, 20, "validity: 1h, rotation: {overlap: 19m}");
            fleet.awaitTokens(SOON, rig, 1);

            rig.proxy().cutOff();
            rig.clock().advance(Workloads.UNTIL_RENEWAL);
            fleet.tenant().patch("token-0", "{\"spec\": {\"enabled\": false}}");
            int calls = rig.calls().size();
            Awaitility.await("nothing gets through")
                    .during(Duration.ofSeconds(12))
                    .atMost(Duration.ofSeconds(20))
                    .until(() -> rig.calls().size() == calls);
            rig.proxy().reconnect();

            var others = fleet.without("token-0");
            others.awaitTokens(SOON, rig, 2);
            fleet.agree();
            rig.awaitQuiet();
            others.assertNeverAliveTogether(rig, 2);
            fleet.leave();
        }
    }

    /** Rule F17. */
    @Test
    void rightsThatAreTakenAwayAndGivenBackDelayAndLoseNothing() {
        String namespace = cluster.newNamespace("rights");
        var config = Config.fromKubeconfig(
                cluster.kubeconfigFor(namespace, "operator").toFile());
        var rights = mayDoEverything(namespace);
        cluster.client().resource(rights).create();
        try (var rig = Rig.start(cluster, config)) {
            var fleet = Fleet.of(cluster, 10, "");
            fleet.awaitTokens(SOON, rig, 1);

            cluster.client().resource(rights).delete();
            fleet.rotate(rig.clock().advance(Duration.ofMinutes(2)));
            Eventually.eventually(() -> assertThat(rig.calls().stream().filter(recorded -> recorded.status() == 403))
                    .hasSizeGreaterThan(10));
            cluster.client().resource(mayDoEverything(namespace)).create();

            fleet.awaitTokens(SOON, rig, 2);
            rig.awaitQuiet();
            fleet.assertNeverAliveTogether(rig, 1);
            fleet.leave();
        } finally {
            cluster.client().resource(rights).delete();
        }
    }

    private static ClusterRoleBinding mayDoEverything(String namespace) {
        return new ClusterRoleBindingBuilder()
                .withNewMetadata()
                .withName(namespace)
                .endMetadata()
                .withNewRoleRef("rbac.authorization.k8s.io", "ClusterRole", "cluster-admin")
                .addNewSubject("", "ServiceAccount", "operator", namespace)
                .build();
    }
}
