package dev.apitoken.acceptance;

import static dev.apitoken.testkit.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.apitoken.testkit.Cluster;
import dev.apitoken.testkit.RealCluster;
import dev.apitoken.testkit.Sample;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Restart targets of each kind, with the rights of the chart and no others. */
@RealCluster
class RestartE2E {
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
        var workloads = Workloads.createIn(client, namespace);
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
            assertThat(workloads.restartsFor("ci")).isEmpty();

            client.resource(token)
                    .patch(
                            PatchContext.of(PatchType.JSON_MERGE),
                            "{\"metadata\": {\"annotations\": {\"apitoken.dev/rotate-after\": \"%s\"}}}"
                                    .formatted(java.time.Instant.now()));

            eventually(() ->
                    assertThat(workloads.restartsFor("ci")).hasSize(3).allMatch(revision -> revision.startsWith("2/")));
        }
    }
}
