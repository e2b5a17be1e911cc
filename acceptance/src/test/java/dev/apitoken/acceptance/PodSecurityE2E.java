package dev.apitoken.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.apitoken.testkit.Cluster;
import dev.apitoken.testkit.RealCluster;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.http.AsyncBody;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.HttpResponse;
import io.fabric8.kubernetes.client.http.Interceptor;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The operator's pod needs no more than a namespace that enforces Pod Security {@code restricted} gives (rule O7). */
@RealCluster
class PodSecurityE2E {
    @TempDir
    Path home;

    private final Cluster cluster;
    private String namespace;

    PodSecurityE2E(Cluster cluster) {
        this.cluster = cluster;
        this.namespace = "";
    }

    @BeforeEach
    void restrict() {
        namespace = cluster.newNamespace("restricted");
        cluster.client().namespaces().withName(namespace).edit(found -> {
            found.getMetadata()
                    .getLabels()
                    .putAll(Map.of(
                            "pod-security.kubernetes.io/enforce", "restricted",
                            "pod-security.kubernetes.io/warn", "restricted"));
            return found;
        });
    }

    @Test
    void theApiServerHasNothingToWarnOf() throws Exception {
        var deployment = RenderedChart.in(namespace, cluster, home).deployment();
        assertThat(warnings(deployment)).isEmpty();
        // The same check does warn of a pod that asks for more.
        deployment.getSpec().getTemplate().getSpec().setHostNetwork(true);
        assertThat(warnings(deployment)).isNotEmpty();
    }

    @Test
    void theContainerWritesNowhereAndIsNoUserOfOurChoice() throws Exception {
        var pod = RenderedChart.in(namespace, cluster, home)
                .deployment()
                .getSpec()
                .getTemplate()
                .getSpec();
        assertThat(pod.getContainers()).singleElement().satisfies(container -> {
            assertThat(container.getSecurityContext().getReadOnlyRootFilesystem())
                    .isTrue();
            assertThat(container.getSecurityContext().getRunAsUser()).isNull();
            assertThat(container.getResources().getRequests()).containsKeys("cpu", "memory");
            assertThat(container.getResources().getLimits()).containsKey("memory");
        });
    }

    /** What the API server says in Warning headers to whoever creates this. */
    private List<String> warnings(HasMetadata object) {
        var said = new CopyOnWriteArrayList<String>();
        var interceptor = new Interceptor() {
            @Override
            public void after(
                    HttpRequest request, HttpResponse<?> response, AsyncBody.Consumer<List<ByteBuffer>> consumer) {
                said.addAll(response.headers("Warning"));
            }
        };
        try (var client = new KubernetesClientBuilder()
                .withConfig(cluster.client().getConfiguration())
                .withHttpClientBuilderConsumer(http -> http.addOrReplaceInterceptor("warnings", interceptor))
                .build()) {
            client.resource(object).dryRun().create();
        }
        return said;
    }
}
