package dev.apitoken.acceptance;

import static dev.apitoken.testkit.ConditionsAssert.assertConditions;
import static dev.apitoken.testkit.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.apitoken.testkit.Cluster;
import dev.apitoken.testkit.RealCluster;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every numbered example, applied in order as its README says, ends with everything in it Ready. */
@RealCluster
class ExamplesE2E {
    private static final List<String> KINDS = List.of("ApiToken", "ApiAccount", "AccessPolicy");

    @TempDir
    Path home;

    private final Cluster cluster;

    ExamplesE2E(Cluster cluster) {
        this.cluster = cluster;
    }

    @Test
    void everyExampleBecomesReady() throws Exception {
        try (var operator = InstalledOperator.start(cluster, home, Map.of())) {
            var examples = Repository.find().numberedExamples();
            assertThat(examples).hasSizeGreaterThanOrEqualTo(3);
            for (Path example : examples) {
                cluster.applyManifests(example);
                eventually(() -> assertThat(objects())
                        .isNotEmpty()
                        .allSatisfy(
                                object -> assertConditions(object).ready("True").areCurrent()));
            }
            assertThat(operator.log()).doesNotContain("\"level\":\"ERROR\"");
        }
        assertThat(data("deploy-api-token")).containsOnlyKeys("token", "curl.conf");
        assertThat(data("ci")).containsOnlyKeys("token");
        assertThat(cluster.client()
                        .secrets()
                        .inNamespace("shop")
                        .withName("orders-access")
                        .get()
                        .getType())
                .isEqualTo("apitoken.dev/access");
    }

    private List<GenericKubernetesResource> objects() {
        return KINDS.stream()
                .flatMap(kind -> cluster
                        .client()
                        .genericKubernetesResources("apitoken.dev/v1alpha1", kind)
                        .inNamespace("shop")
                        .list()
                        .getItems()
                        .stream())
                .toList();
    }

    private Map<String, String> data(String secret) {
        return cluster.client()
                .secrets()
                .inNamespace("shop")
                .withName(secret)
                .get()
                .getData();
    }
}
