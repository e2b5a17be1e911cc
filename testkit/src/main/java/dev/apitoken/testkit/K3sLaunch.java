package dev.apitoken.testkit;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.exception.NotFoundException;
import dev.apitoken.testkit.ClusterChoice.K3sTry;
import dev.apitoken.testkit.ClusterChoice.RunningK3s;
import dev.apitoken.testkit.controlplane.Say;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.k3s.K3sContainer;
import org.testcontainers.utility.DockerImageName;

/**
 * Starts K3s by Testcontainers, when there is a Docker daemon and the image is there or comes within two minutes.
 * APITOKEN_K3S_IMAGE names another image, such as one in a registry near you.
 */
record K3sLaunch(DockerDaemon daemon, String image) {
    private static final Duration TO_PULL = Duration.ofMinutes(2);
    private static final String IMAGE = "rancher/k3s:v1.36.1-k3s1";

    static K3sLaunch of(Map<String, String> environment) {
        return new K3sLaunch(DockerDaemon.of(environment), environment.getOrDefault("APITOKEN_K3S_IMAGE", IMAGE));
    }

    K3sTry launch() {
        if (!daemon.answers()) {
            return new K3sTry.NotUsed("no Docker daemon answers at " + daemon.address());
        }
        try {
            return imageIsThere()
                    ? start()
                    : new K3sTry.NotUsed("the image " + image + " did not come within " + TO_PULL.toSeconds() + " s");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new K3sTry.NotUsed("interrupted");
        } catch (Exception e) {
            return new K3sTry.NotUsed(image + " does not start: " + firstLine(e));
        }
    }

    private boolean imageIsThere() throws InterruptedException {
        DockerClient docker = DockerClientFactory.lazyClient();
        try {
            docker.inspectImageCmd(image).exec();
            return true;
        } catch (NotFoundException e) {
            Say.line("pulling " + image);
            return docker.pullImageCmd(image).start().awaitCompletion(TO_PULL.toSeconds(), TimeUnit.SECONDS);
        }
    }

    // The container passes to the caller, who closes it.
    @SuppressWarnings("resource")
    private K3sTry start() throws IOException {
        K3sContainer container =
                new K3sContainer(DockerImageName.parse(image).asCompatibleSubstituteFor("rancher/k3s"));
        container.start();
        Path kubeconfig = Files.createTempFile("apitoken-k3s-", ".kubeconfig");
        kubeconfig.toFile().deleteOnExit();
        Files.writeString(kubeconfig, container.getKubeConfigYaml());
        return new K3sTry.Running(new RunningK3s(kubeconfig, container));
    }

    private static String firstLine(Exception e) {
        return String.valueOf(e.getMessage()).lines().findFirst().orElse(e.toString());
    }
}
