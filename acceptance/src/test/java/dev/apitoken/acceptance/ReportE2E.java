package dev.apitoken.acceptance;

import static dev.apitoken.testkit.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.apitoken.acceptance.Caller.Credential;
import dev.apitoken.crds.AccessPolicy;
import dev.apitoken.crds.ValidatorReport;
import dev.apitoken.testkit.Cluster;
import dev.apitoken.testkit.RealCluster;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Operator and validator as they are installed, with the rights they are given: what a gate tells, and where it is seen. */
@RealCluster
class ReportE2E {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    Path home;

    private final Cluster cluster;

    ReportE2E(Cluster cluster) {
        this.cluster = cluster;
    }

    @Test
    void aGateTellsWhatItKnowsAndWhoCameAndIsForgottenWithItsPod() throws Exception {
        try (var operator = InstalledOperator.start(cluster, home, Map.of());
                var upstream = SampleApi.start()) {
            var tenant = Tenant.of(cluster);
            tenant.create("kind: AccessPolicy\nmetadata: {name: api}\nspec: {}\n");
            tenant.apiToken("ci");
            tenant.awaitReady("ci");
            String token = tenant.token("ci");
            var pod = pod(tenant.namespace());
            var place = new Gate.Place(tenant.namespace(), "api", "default", upstream.address());
            var identity = Map.of(
                    "APITOKEN_POD_NAME", pod.getMetadata().getName(),
                    "APITOKEN_POD_UID", pod.getMetadata().getUid());
            try (Gate gate = Gate.start(cluster, place, home.resolve("validator.log"), identity);
                    Caller caller = Caller.at("127.0.0.1", gate.address())) {
                eventually(PATIENCE, () -> assertThat(status(caller, token)).isEqualTo(200));

                enforced(tenant, "True");
                eventually(
                        PATIENCE,
                        () -> assertThat(Objects.requireNonNull(
                                                tenant.status("ci").lastUsed())
                                        .source())
                                .isEqualTo("127.0.0.1"));
                assertThat(report(tenant).orElseThrow().getMetadata().getName()).isEqualTo("api-0.api");

                tenant.patch("ci", "{\"spec\":{\"enabled\":false}}");
                eventually(PATIENCE, () -> {
                    assertThat(tenant.condition("ci", "Enforced").getStatus()).isEqualTo("True");
                    assertThat(tenant.condition("ci", "Enforced").getObservedGeneration())
                            .isEqualTo(2);
                });
                assertThat(status(caller, token)).isEqualTo(401);
                assertThat(gate.metrics())
                        .contains("apitoken_reports_total{outcome=\"Refused\"} 0.0")
                        .contains("apitoken_access_lag_seconds_count");
            }
            eventually(
                    PATIENCE,
                    () -> assertThat(Objects.requireNonNull(
                                            report(tenant).orElseThrow().getReport())
                                    .stoppedAt())
                            .isNotNull());
            enforcedAtTheGate(tenant, "Unknown");

            cluster.client().resource(pod).withGracePeriod(0).delete();
            eventually(PATIENCE, () -> assertThat(report(tenant)).isEmpty());
            assertThat(operator.log()).doesNotContain(token);
        }
    }

    private static void enforced(Tenant tenant, String status) {
        enforcedAtTheGate(tenant, status);
        eventually(
                PATIENCE,
                () -> assertThat(tenant.condition("ci", "Enforced").getStatus()).isEqualTo(status));
    }

    private static void enforcedAtTheGate(Tenant tenant, String status) {
        eventually(
                PATIENCE,
                () -> assertThat(tenant
                                .client()
                                .resources(AccessPolicy.class)
                                .inNamespace(tenant.namespace())
                                .withName("api")
                                .require()
                                .getStatus()
                                .conditions()
                                .stream()
                                .filter(condition -> condition.getType().equals("Enforced")))
                        .singleElement()
                        .satisfies(condition -> assertThat(condition.getStatus())
                                .as(condition.getMessage())
                                .isEqualTo(status)));
    }

    private static Optional<ValidatorReport> report(Tenant tenant) {
        return tenant
                .client()
                .resources(ValidatorReport.class)
                .inNamespace(tenant.namespace())
                .list()
                .getItems()
                .stream()
                .findFirst();
    }

    /** Nothing runs it; what counts is that it is there, and then is not. */
    private Pod pod(String namespace) {
        return cluster.client()
                .resource(new PodBuilder()
                        .withNewMetadata()
                        .withNamespace(namespace)
                        .withName("api-0")
                        .endMetadata()
                        .withNewSpec()
                        .addNewContainer()
                        .withName("api")
                        .withImage("registry.example/api:1.0.0")
                        .endContainer()
                        .endSpec()
                        .build())
                .create();
    }

    private static int status(Caller caller, String token) {
        return caller.call("GET", "/", List.of(Credential.bearer(token))).status();
    }
}
