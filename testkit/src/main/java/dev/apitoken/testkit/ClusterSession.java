package dev.apitoken.testkit;

import dev.apitoken.testkit.ClusterChoice.Given;
import dev.apitoken.testkit.ClusterChoice.K3s;
import dev.apitoken.testkit.ClusterChoice.Local;
import dev.apitoken.testkit.controlplane.ControlPlaneBinaries;
import dev.apitoken.testkit.controlplane.ControlPlaneOptions;
import dev.apitoken.testkit.controlplane.LocalControlPlane;
import dev.apitoken.testkit.controlplane.Say;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** The cluster that all tests of this JVM share, and which manifests it has seen. */
final class ClusterSession implements AutoCloseable {
    private final Cluster cluster;
    private final Set<Path> applied = new HashSet<>();

    ClusterSession(Map<String, String> environment) {
        ClusterChoice choice = ClusterChoice.choose(
                environment, () -> K3sLaunch.of(environment).launch());
        Say.line(choice.told());
        this.cluster = switch (choice) {
            case Given given -> Cluster.given(given.kubeconfig());
            case K3s k3s -> Cluster.of(k3s.running().kubeconfig(), k3s.running().container());
            case Local local ->
                Cluster.of(LocalControlPlane.start(
                        ControlPlaneBinaries.find(environment), ControlPlaneOptions.defaults()));
        };
    }

    Cluster cluster() {
        return cluster;
    }

    /** Applies each folder once, and skips one that holds no YAML yet. */
    synchronized void apply(List<String> manifests) {
        for (String manifest : manifests) {
            Path path = projectRoot().resolve(manifest);
            if (applied.add(path)
                    && Files.exists(path)
                    && !Manifests.files(path).isEmpty()) {
                cluster.applyManifests(path);
            }
        }
    }

    /** Each room's tests run in the room's folder; the folder of the whole project is the one that holds mvnw. */
    private static Path projectRoot() {
        Path here = Path.of("").toAbsolutePath();
        return Stream.<Path>iterate(here, folder -> folder != null, Path::getParent)
                .filter(folder -> Files.exists(folder.resolve("mvnw")))
                .findFirst()
                .orElse(here);
    }

    @Override
    public void close() {
        cluster.close();
    }
}
