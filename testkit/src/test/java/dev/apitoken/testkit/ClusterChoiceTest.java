package dev.apitoken.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.apitoken.testkit.ClusterChoice.K3sTry;
import dev.apitoken.testkit.ClusterChoice.RunningK3s;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class ClusterChoiceTest {
    private static final RunningK3s K3S = new RunningK3s(Path.of("k3s.kubeconfig"), () -> {});

    @Test
    void aGivenClusterComesFirstAndNothingElseIsTried() {
        Supplier<K3sTry> mustNotBeTried = () -> {
            throw new AssertionError("K3s was tried");
        };

        ClusterChoice choice = ClusterChoice.choose(Map.of("TEST_KUBECONFIG", "/a/kubeconfig"), mustNotBeTried);

        assertThat(choice).isEqualTo(new ClusterChoice.Given(Path.of("/a/kubeconfig")));
        assertThat(choice.told()).isEqualTo("tests use the cluster of TEST_KUBECONFIG=/a/kubeconfig");
    }

    @Test
    void k3sComesSecond() {
        ClusterChoice choice = ClusterChoice.choose(Map.of(), () -> new K3sTry.Running(K3S));

        assertThat(choice).isEqualTo(new ClusterChoice.K3s(K3S));
        assertThat(choice.told()).isEqualTo("tests use K3s in a container (TEST_KUBECONFIG is not set)");
    }

    @Test
    void aLocalControlPlaneComesLastAndSaysWhy() {
        ClusterChoice choice = ClusterChoice.choose(
                Map.of(), () -> new K3sTry.NotUsed("no Docker daemon answers at unix:///var/run/docker.sock"));

        assertThat(choice).isInstanceOf(ClusterChoice.Local.class);
        assertThat(choice.told())
                .isEqualTo("tests use a local control plane (TEST_KUBECONFIG is not set; K3s not used: "
                        + "no Docker daemon answers at unix:///var/run/docker.sock)");
    }

    @Test
    void anEmptyVariableIsAsGoodAsNone() {
        ClusterChoice choice =
                ClusterChoice.choose(Map.of("TEST_KUBECONFIG", " "), () -> new K3sTry.NotUsed("not today"));

        assertThat(choice).isEqualTo(new ClusterChoice.Local("not today"));
    }
}
