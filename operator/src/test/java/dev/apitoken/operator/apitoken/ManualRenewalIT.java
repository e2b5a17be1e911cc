package dev.apitoken.operator.apitoken;

import static dev.apitoken.testkit.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.apitoken.crds.ConditionType;
import dev.apitoken.operator.OperatorUnderTest;
import dev.apitoken.operator.Tenant;
import dev.apitoken.testkit.Cluster;
import dev.apitoken.testkit.RealCluster;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Rule A12: a token that nothing renews. */
@RealCluster
class ManualRenewalIT {
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
    void peopleAreToldFourTimesBeforeItsEndAndOnceEach() {
        tenant.apiToken("manual", "validity: 90d, rotation: {policy: Manual, renewBefore: 10d, jitterPercent: 0}");
        tenant.eventuallyReady("manual");
        var token = tenant.token("manual");
        var end = Instant.parse(Objects.requireNonNull(tenant.issued("manual").expiresAt()));

        told(end.minus(Duration.ofDays(30)), "30 days", 1);
        tenant.eventuallyCondition("manual", ConditionType.RenewalHealthy, "True", "OnTime");
        told(end.minus(Duration.ofDays(14)), "14 days", 2);
        forgetEvents();
        operator.restart();
        told(end.minus(Duration.ofDays(7)), "7 days", 1);
        tenant.eventuallyCondition("manual", ConditionType.RenewalHealthy, "False", "Manual");
        told(end.minus(Duration.ofDays(1)), "1 day", 2);

        operator.clock().moveTo(end);

        tenant.eventuallyCondition("manual", ConditionType.Live, "False", "Expired");
        tenant.eventuallyReady("manual");
        assertThat(notices()).isEqualTo(2);
        assertThat(tenant.token("manual")).isEqualTo(token);
    }

    private static void told(Instant at, String words, long notices) {
        operator.clock().moveTo(at);
        eventually(() -> assertThat(renewalMessage()).contains("the token expires in less than " + words));
        eventually(() -> assertThat(notices()).isEqualTo(notices));
    }

    /** As the API server does after an hour. */
    private static void forgetEvents() {
        tenant.client().events().v1().events().inNamespace(tenant.namespace()).delete();
    }

    private static long notices() {
        return tenant.eventReasons("manual").stream()
                .filter("ExpiresSoon"::equals)
                .count();
    }

    private static String renewalMessage() {
        return Tenant.condition(tenant.status("manual"), ConditionType.RenewalHealthy)
                .getMessage();
    }
}
