package dev.apitoken.operator;

import static dev.apitoken.testkit.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.apitoken.testkit.Cluster;
import dev.apitoken.testkit.RealCluster;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Every property of every kind set to something else: the API server refuses it or the operator reports it, nothing stops
 * the operator, and taking it back recovers (rule F18). Longer with {@code -Dapitoken.mutations=5000}.
 */
@RealCluster
class MutatedObjectsIT {
    private static final int OF_EACH_KIND = Integer.getInteger("apitoken.mutations", 60);
    private static final Duration LONG_ENOUGH = Duration.ofSeconds(120);
    private static final long SEED = 18;

    private static Cluster cluster;
    private static OperatorUnderTest operator;

    private final List<GenericKubernetesResource> accepted = new ArrayList<>();
    private Tenant tenant;

    @BeforeAll
    static void start(Cluster started) {
        cluster = started;
        operator = OperatorUnderTest.start(started);
    }

    @AfterAll
    static void stop() {
        operator.close();
    }

    @BeforeEach
    void aTenant() {
        tenant = Tenant.withIssuer(cluster);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ApiToken", "ApiAccount", "TokenIssuer", "ClusterTokenIssuer", "AccessPolicy"})
    void eachIsRefusedOrReportedAndTakenBackItRecovers(String kind) throws Exception {
        var mutants = Mutants.of(kind);
        Collections.shuffle(mutants, new Random(SEED));
        try {
            mutants.stream().limit(OF_EACH_KIND).forEach(this::tryToCreate);
            assertThat(accepted).as("some are let through").hasSizeGreaterThan(OF_EACH_KIND / 10);

            accepted.forEach(object -> eventually(LONG_ENOUGH, () -> assertReported(object)));
            assertThat(health()).isEqualTo(200);

            if (kind.equals("ApiToken") || kind.equals("AccessPolicy")) {
                accepted.forEach(this::takeBack);
                accepted.forEach(object -> eventually(LONG_ENOUGH, () -> assertReady(object)));
            }
        } finally {
            accepted.forEach(object -> cluster.client().resource(object).delete());
        }
    }

    @Test
    void afterwardsItWorksAsBefore() {
        tenant.apiToken("ci", "");

        tenant.eventuallyReady("ci");
    }

    private void tryToCreate(GenericKubernetesResource mutant) {
        mutant.getMetadata().setName(tenant.namespace() + "-" + accepted.size());
        if (!mutant.getKind().equals("ClusterTokenIssuer")) {
            mutant.getMetadata().setNamespace(tenant.namespace());
        }
        try {
            accepted.add(cluster.client().resource(mutant).create());
        } catch (KubernetesClientException e) {
            assertThat(e.getCode()).as("refused, not failed").isIn(400, 422);
        }
    }

    private static void assertReported(GenericKubernetesResource object) {
        var now = cluster.client().resource(object).get();
        JsonNode status = Mutants.tree(now).path("status");
        assertThat(status.path("conditions"))
                .as("%s %s", object.getKind(), Mutants.tree(object).path("spec"))
                .isNotEmpty();
        assertThat(status.path("observedGeneration").asLong())
                .isEqualTo(now.getMetadata().getGeneration());
    }

    private void takeBack(GenericKubernetesResource object) {
        // The operator may write between the look and the edit.
        object.getMetadata().setResourceVersion(null);
        eventually(() -> cluster.client().resource(object).edit(now -> {
            now.setAdditionalProperty("spec", object.getKind().equals("ApiToken") ? Map.of("user", "ci") : Map.of());
            now.getMetadata().setAnnotations(Map.of());
            return now;
        }));
    }

    private static void assertReady(GenericKubernetesResource object) {
        var now = cluster.client().resource(object).get();
        assertThat(Mutants.tree(now).path("status").path("conditions"))
                .as("%s %s", object.getKind(), Mutants.tree(object).path("spec"))
                .anySatisfy(condition -> {
                    assertThat(condition.path("type").asText()).isEqualTo("Ready");
                    assertThat(condition.path("status").asText())
                            .as(condition.toString())
                            .isEqualTo("True");
                    assertThat(condition.path("observedGeneration").asLong())
                            .isEqualTo(now.getMetadata().getGeneration());
                });
    }

    private static int health() throws Exception {
        try (var http = HttpClient.newHttpClient()) {
            var request = HttpRequest.newBuilder(operator.managementAddress().resolve("/health"))
                    .build();
            return http.send(request, BodyHandlers.discarding()).statusCode();
        }
    }
}
