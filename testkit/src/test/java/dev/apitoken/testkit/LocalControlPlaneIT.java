package dev.apitoken.testkit;

import static dev.apitoken.testkit.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.apitoken.testkit.controlplane.ComponentFailed;
import dev.apitoken.testkit.controlplane.ControlPlaneBinaries;
import dev.apitoken.testkit.controlplane.ControlPlaneOptions;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalControlPlaneIT {
    private static final Sample CONFIG_MAP = Sample.yaml("{apiVersion: v1, kind: ConfigMap, metadata: {name: some}}");

    @Test
    void theApiServerCanBeFrozenAndStoppedAndItsDataStays(@TempDir Path folder) throws Exception {
        Path auditLog = folder.resolve("audit.log");
        try (Cluster cluster = Cluster.local(ControlPlaneOptions.defaults().auditLog(auditLog))) {
            KubernetesClient client = cluster.client();
            assertThat(client.getKubernetesVersion().getGitVersion())
                    .isEqualTo(ControlPlaneBinaries.kubernetesVersion());
            CONFIG_MAP.createIn("default", client);

            cluster.pauseApiServer();
            assertNoAnswer(cluster.kubeconfig());
            cluster.resumeApiServer();
            assertThat(someConfigMap(client)).isNotNull();

            cluster.stopApiServer();
            assertNoAnswer(cluster.kubeconfig());
            cluster.startApiServer();
            assertThat(someConfigMap(client)).isNotNull();
            String namespace = cluster.newNamespace("after");
            eventually(() -> client.serviceAccounts()
                    .inNamespace(namespace)
                    .withName("default")
                    .get());

            assertThat(Files.readAllLines(auditLog))
                    .anyMatch(line -> line.contains("testkit:admin") && line.contains("/configmaps"))
                    .noneMatch(line -> line.contains("requestObject"));
        }
    }

    @Test
    void aFailedStartShowsWhatTheProcessSaid() {
        ControlPlaneOptions wrong = ControlPlaneOptions.defaults().apiServerFlag("--no-such-flag");

        assertThatThrownBy(() -> Cluster.local(wrong))
                .isInstanceOf(ComponentFailed.class)
                .hasMessageContaining("kube-apiserver ended")
                .hasMessageContaining("unknown flag: --no-such-flag");
    }

    private static Object someConfigMap(KubernetesClient client) {
        return client.configMaps().inNamespace("default").withName("some").get();
    }

    private static void assertNoAnswer(Path kubeconfig) {
        Config config = Config.fromKubeconfig(kubeconfig.toFile());
        config.setRequestTimeout(1_000);
        config.setRequestRetryBackoffLimit(0);
        try (KubernetesClient impatient =
                new KubernetesClientBuilder().withConfig(config).build()) {
            assertThatThrownBy(() -> someConfigMap(impatient)).isInstanceOf(KubernetesClientException.class);
        }
    }
}
