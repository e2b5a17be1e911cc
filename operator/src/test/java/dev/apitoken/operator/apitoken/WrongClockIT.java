package dev.apitoken.operator.apitoken;

import static dev.apitoken.testkit.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.apitoken.crds.ConditionType;
import dev.apitoken.operator.OperatorUnderTest;
import dev.apitoken.operator.Tenant;
import dev.apitoken.testkit.Cluster;
import dev.apitoken.testkit.RealCluster;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Rule F10: the operator's clock and the API server's do not agree. */
@RealCluster
class WrongClockIT {
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
    void renewalsWaitUntilTheClocksAgreeAndNothingElseDoes() {
        tenant.apiToken("waiting", "validity: 1h");
        tenant.apiToken("switched-off", "validity: 1h");
        tenant.apiToken("rotated", "validity: 1h");
        tenant.eventuallyReady("waiting");
        tenant.eventuallyReady("switched-off");
        tenant.eventuallyReady("rotated");
        var token = tenant.token("waiting");

        ourClockJumps(Duration.ofMinutes(50));

        tenant.eventuallyCondition("waiting", ConditionType.RenewalHealthy, "False", "ClockSkew");
        assertThat(Tenant.condition(tenant.status("waiting"), ConditionType.RenewalHealthy)
                        .getMessage())
                .contains("the operator's clock is 3000 s ahead of the API server's");
        tenant.eventuallyCondition("waiting", ConditionType.Ready, "True", "AsRequested");
        eventually(() -> assertThat(scrape()).containsPattern("apitoken_clock_skew_seconds (3000|2999)\\."));
        assertThat(tenant.token("waiting")).isEqualTo(token);

        tenant.apiToken("first", "validity: 1h");
        tenant.eventuallyReady("first");
        assertThat(tenant.secretOrNull("first"))
                .as("a first token waits for nobody")
                .isNotNull();
        tenant.patch("switched-off", "{\"spec\": {\"enabled\": false}}");
        tenant.eventuallyCondition("switched-off", ConditionType.Live, "False", "Disabled");
        tenant.patch(
                "rotated",
                "{\"spec\": {\"rotation\": {\"rotateAfter\": \"%s\"}}}"
                        .formatted(operator.clock().instant()));
        tenant.eventually("rotated", status -> Long.valueOf(2).equals(status.revision()));

        ourClockJumps(Duration.ofMinutes(-50));

        tenant.eventuallyCondition("waiting", ConditionType.RenewalHealthy, "True", "OnTime");
        assertThat(tenant.token("waiting")).isEqualTo(token);
    }

    private static void ourClockJumps(Duration by) {
        operator.skewBy(by.isNegative() ? Duration.ZERO : by);
        operator.clock().advance(by);
    }

    private static String scrape() throws IOException, InterruptedException {
        try (var client = HttpClient.newHttpClient()) {
            var request = HttpRequest.newBuilder(operator.managementAddress().resolve("/prometheus"))
                    .build();
            return client.send(request, BodyHandlers.ofString()).body();
        }
    }
}
