package dev.apitoken.operator;

import static dev.apitoken.testkit.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.apitoken.testkit.Cluster;
import dev.apitoken.testkit.RealCluster;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Instant;
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
                .containsPattern("apitoken_rotations_total\\{reason=\"FirstIssue\"\\} [1-9]")
                .contains("apitoken_token_ready" + labels + " 1.0")
                .contains("apitoken_token_expiry_timestamp_seconds" + labels));
        assertThat(valueOf("apitoken_token_expiry_timestamp_seconds" + labels)).isEqualTo(expiry);

        tenant.delete("measured");

        eventually(() -> assertThat(get("/prometheus").body()).doesNotContain("measured"));
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
        var request = HttpRequest.newBuilder(operator.managementAddress().resolve(path))
                .build();
        return HTTP.send(request, HttpResponse.BodyHandlers.ofString());
    }
}
