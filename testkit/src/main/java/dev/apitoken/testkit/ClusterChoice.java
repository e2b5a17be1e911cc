package dev.apitoken.testkit;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** Which cluster the tests of this JVM use: the first that can be had of a given one, K3s, a local control plane. */
sealed interface ClusterChoice {
    /** The variable that names a kubeconfig. */
    String GIVEN = "TEST_KUBECONFIG";

    record Given(Path kubeconfig) implements ClusterChoice {}

    record K3s(RunningK3s running) implements ClusterChoice {}

    /** Processes on this machine; the reason ends the sentence "K3s not used: …". */
    record Local(String whyNotK3s) implements ClusterChoice {}

    /** What came of the try to start K3s; asked only when no cluster is given. */
    sealed interface K3sTry {
        record Running(RunningK3s k3s) implements K3sTry {}

        record NotUsed(String why) implements K3sTry {}
    }

    /** A cluster in a container, and what ends it. */
    record RunningK3s(Path kubeconfig, AutoCloseable container) {}

    static ClusterChoice choose(Map<String, String> environment, Supplier<K3sTry> k3s) {
        return Optional.ofNullable(environment.get(GIVEN))
                .filter(file -> !file.isBlank())
                .<ClusterChoice>map(file -> new Given(Path.of(file)))
                .orElseGet(() -> switch (k3s.get()) {
                    case K3sTry.Running(RunningK3s running) -> new K3s(running);
                    case K3sTry.NotUsed(String why) -> new Local(why);
                });
    }

    /** One line for the person who runs the tests. */
    default String told() {
        return switch (this) {
            case Given given -> "tests use the cluster of %s=%s".formatted(GIVEN, given.kubeconfig());
            case K3s k3s -> "tests use K3s in a container (%s is not set)".formatted(GIVEN);
            case Local local ->
                "tests use a local control plane (%s is not set; K3s not used: %s)".formatted(GIVEN, local.whyNotK3s());
        };
    }
}
