package dev.apitoken.testkit;

import static dev.apitoken.testkit.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class ControlPlaneMainIT {

    @Test
    void itPrintsTheKubeconfigAndLeavesNothingBehindEvenWhenKilled() throws Exception {
        Process main = start();
        try (BufferedReader output = main.inputReader()) {
            Path kubeconfig = Path.of(output.readLine());
            assertThat(kubeconfig).isRegularFile();
            List<ProcessHandle> children = main.descendants().toList();
            assertThat(children).hasSizeGreaterThanOrEqualTo(3);

            main.destroyForcibly();

            eventually(() -> assertThat(children).noneMatch(ProcessHandle::isAlive));
            eventually(() -> assertThat(kubeconfig.getParent()).doesNotExist());
        } finally {
            main.destroyForcibly();
        }
    }

    private static Process start() throws Exception {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        ControlPlaneMain.class.getName())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }
}
