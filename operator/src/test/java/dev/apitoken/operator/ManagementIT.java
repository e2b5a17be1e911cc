package dev.apitoken.operator;

import static dev.apitoken.testkit.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.apitoken.crds.AccessPolicy;
import dev.apitoken.testkit.Cluster;
import dev.apitoken.testkit.RealCluster;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

@RealCluster
class ManagementIT {
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private static OperatorUnderTest operator;
    private static Tenant tenant;

    @BeforeAll
    static void start(Cluster cluster) {
        operator = OperatorUnderTest.start(cluster);
        tenant = Tenant.withIssuer(cluster);
    }

    @AfterAll
    static void stop() {
        operator.close();
    }

    @Test
    void aRunningOperatorIsHealthyAndReady() throws Exception {
        assertThat(get("/health").statusCode()).isEqualTo(200);
        eventually(() -> assertThat(get("/health/readiness").statusCode()).isEqualTo(200));
    }

    /** Rule P6: without it no token is ended any more. */
    @Test
    void anOperatorThatCompilesNoMoreIsNotHealthy(Cluster cluster) throws Exception {
        try (var dying = OperatorUnderTest.start(cluster)) {
            var health = dying.managementAddress().resolve("/health");
            assertThat(get(health).statusCode()).isEqualTo(200);

            compilers().forEach(Thread::interrupt);

            eventually(() -> assertThat(get(health).statusCode()).isEqualTo(503));
        } finally {
            operator.restart();
        }
    }

    private static List<Thread> compilers() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals("access-compiler"))
                .toList();
    }

    @Test
    void whatIsNotThereIsNotFound() throws Exception {
        assertThat(get("/health/other").statusCode()).isEqualTo(404);
        assertThat(get("/").statusCode()).isEqualTo(404);
    }

    @Test
    void metricsTellOfEachTokenAsLongAsItIsThere() throws Exception {
        tenant.apiToken("measured", "");
        tenant.eventuallyReady("measured");
        var expiry = Instant.parse(
                        Objects.requireNonNull(tenant.issued("measured").expiresAt()))
                .getEpochSecond();
        var labels = "{name=\"measured\",namespace=\"%s\"}".formatted(tenant.namespace());

        eventually(() -> assertThat(get("/prometheus").body())
                .containsPattern("apitoken_mints_total\\{reason=\"FirstIssue\",result=\"Issued\"\\} [1-9]")
                .contains("apitoken_token_ready" + labels + " 1.0")
                .contains("apitoken_token_expiry_timestamp_seconds" + labels));
        assertThat(valueOf("apitoken_token_expiry_timestamp_seconds" + labels)).isEqualTo(expiry);

        tenant.delete("measured");

        eventually(() -> assertThat(get("/prometheus").body()).doesNotContain("measured"));
    }

    @Test
    void metricsTellHowFarDocumentsHaveFollowedAndNameNoPolicy() throws Exception {
        tenant.create("""
                apiVersion: apitoken.dev/v1alpha1
                kind: AccessPolicy
                metadata: {name: measured-gate}
                spec: {}
                """);
        tenant.apiToken("listed", "");
        tenant.eventuallyReady("listed");

        // Other tests may have left policies behind in this cluster.
        eventually(() -> {
            assertThat(valueOf("apitoken_access_listed_tokens")).isPositive();
            assertThat(valueOf("apitoken_access_policies{state=\"enforced\"}")).isPositive();
        });
        assertThat(valueOf("apitoken_access_revision")).isGreaterThan(1e12);
        assertThat(valueOf("apitoken_access_fullest_secret_ratio")).isBetween(0.0001, 1.0);
        assertThat(valueOf("apitoken_access_writes_total{result=\"written\"}")).isGreaterThanOrEqualTo(1);
        assertThat(valueOf("apitoken_access_compile_seconds_count")).isGreaterThanOrEqualTo(1);
        assertThat(valueOf("apitoken_access_write_lag_seconds_count")).isGreaterThanOrEqualTo(1);
        assertThat(get("/prometheus").body()).contains("apitoken_access_write_lag_seconds_bucket");
        assertThat(get("/prometheus").body()).doesNotContain("measured-gate");

        double enforced = valueOf("apitoken_access_policies{state=\"enforced\"}");
        double listed = valueOf("apitoken_access_listed_tokens");
        tenant.client()
                .resources(AccessPolicy.class)
                .inNamespace(tenant.namespace())
                .withName("measured-gate")
                .delete();
        eventually(() -> {
            assertThat(valueOf("apitoken_access_policies{state=\"enforced\"}")).isLessThan(enforced);
            assertThat(valueOf("apitoken_access_listed_tokens")).isLessThan(listed);
        });
    }

    /** The reference page and the scrape tell the same names. */
    @Test
    void everyMetricOfThisKindIsOnTheReferencePage() throws Exception {
        var page = Files.readString(Path.of("..", "docs", "reference", "operator-metrics.md"));

        var scraped = get("/prometheus")
                .body()
                .lines()
                .filter(line -> line.startsWith("# TYPE apitoken_access_"))
                .map(line -> line.split(" ")[2])
                .filter(name -> !name.endsWith("_max"))
                .toList();

        assertThat(scraped)
                .hasSizeGreaterThan(5)
                .allSatisfy(name -> assertThat(page).contains("`" + name + "`"));
    }

    private static double valueOf(String series) throws Exception {
        return get("/prometheus")
                .body()
                .lines()
                .filter(line -> line.startsWith(series))
                .map(line -> Double.valueOf(line.substring(series.length() + 1)))
                .findFirst()
                .orElseThrow();
    }

    private static HttpResponse<String> get(String path) throws Exception {
        return get(operator.managementAddress().resolve(path));
    }

    private static HttpResponse<String> get(URI address) throws Exception {
        var request = HttpRequest.newBuilder(address).build();
        return HTTP.send(request, HttpResponse.BodyHandlers.ofString());
    }
}
