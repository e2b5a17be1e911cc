package dev.apitoken.operator.kubernetes;

import static dev.apitoken.testkit.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.apitoken.testkit.Cluster;
import dev.apitoken.testkit.RealCluster;
import io.fabric8.kubernetes.api.model.ConfigMap;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

@RealCluster
class WatchIT {
    private static final Duration FIRST_LOOK = Duration.ofSeconds(30);

    @Test
    void tellsOneThatHasEndedFromOneThatRuns(Cluster cluster) {
        var watch = watching(cluster);
        assertThat(watch.isRunning()).isFalse();

        watch.start(FIRST_LOOK);
        assertThat(watch.isRunning()).isTrue();

        watch.close();
        assertThat(watch.isRunning()).isFalse();
    }

    @Test
    void runsOnWhileTheApiServerIsAway(Cluster cluster) {
        try (var watch = watching(cluster)) {
            watch.start(FIRST_LOOK);

            cluster.stopApiServer();
            try {
                eventually(() -> assertThat(watch.isWatching()).isFalse());
                assertThat(watch.isRunning()).isTrue();
            } finally {
                cluster.startApiServer();
            }
            eventually(
                    Duration.ofSeconds(60), () -> assertThat(watch.isWatching()).isTrue());
        }
    }

    private static Watch<ConfigMap> watching(Cluster cluster) {
        return Watch.of(List.of(cluster.client().configMaps().inNamespace("kube-system")));
    }
}
