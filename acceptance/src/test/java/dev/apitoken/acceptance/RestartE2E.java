package dev.apitoken.acceptance;

import static dev.apitoken.testkit.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.apitoken.testkit.Cluster;
import dev.apitoken.testkit.RealCluster;
import dev.apitoken.testkit.Sample;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Restart targets of each kind, with the rights of the chart and no others. */
@RealCluster
class RestartE2E {
    private static final String MARK = "restart.apitoken.dev/ci";

    @TempDir
    Path home;

    private final KubernetesClient client;
    private final Cluster cluster;

    RestartE2E(Cluster cluster) {
        this.cluster = cluster;
        this.client = cluster.client();
    }

    @Test
    void anEmergencyRotationRestartsWorkloadsOfEachKind() throws Exception {
        String namespace = cluster.newNamespace("restarted");
        for (String kind : List.of("Deployment", "StatefulSet", "DaemonSet")) {
            workload(kind).createIn(namespace, client);
        }
        try (var operator = InstalledOperator.start(cluster, home, Map.of())) {
            var token = Sample.yaml("""
                    apiVersion: apitoken.dev/v1alpha1
                    kind: ApiToken
                    metadata: {name: ci}
                    spec:
                      user: ci
                      restartTargets:
                      - {kind: Deployment, name: app}
                      - {kind: StatefulSet, name: app}
                      - {kind: DaemonSet, name: app}
                    """).createIn(namespace, client);
            eventually(() -> assertThat(client.secrets()
                            .inNamespace(namespace)
                            .withName("ci")
                            .get())
                    .isNotNull());
            assertThat(templates(namespace))
                    .allSatisfy(template -> assertThat(marks(template)).doesNotContainKey(MARK));

            client.resource(token)
                    .patch(
                            PatchContext.of(PatchType.JSON_MERGE),
                            "{\"metadata\": {\"annotations\": {\"apitoken.dev/rotate-after\": \"%s\"}}}"
                                    .formatted(java.time.Instant.now()));

            eventually(() -> assertThat(templates(namespace))
                    .hasSize(3)
                    .allSatisfy(
                            template -> assertThat(marks(template).get(MARK)).startsWith("2/")));
        }
    }

    private static Sample workload(String kind) {
        return Sample.yaml("""
                apiVersion: apps/v1
                metadata: {name: app}
                spec:
                  selector: {matchLabels: {app: app}}
                  template:
                    metadata: {labels: {app: app}}
                    spec: {containers: [{name: app, image: none}]}
                """).with("kind", kind);
    }

    private List<PodTemplateSpec> templates(String namespace) {
        var apps = client.apps();
        return Stream.of(
                        apps.deployments().inNamespace(namespace).list().getItems().stream()
                                .map(each -> each.getSpec().getTemplate()),
                        apps.statefulSets().inNamespace(namespace).list().getItems().stream()
                                .map(each -> each.getSpec().getTemplate()),
                        apps.daemonSets().inNamespace(namespace).list().getItems().stream()
                                .map(each -> each.getSpec().getTemplate()))
                .flatMap(templates -> templates)
                .toList();
    }

    private static Map<String, String> marks(PodTemplateSpec template) {
        return Objects.requireNonNullElse(template.getMetadata().getAnnotations(), Map.of());
    }
}
