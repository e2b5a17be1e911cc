package dev.apitoken.operator.access;

import static dev.apitoken.testkit.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.apitoken.crds.ConditionType;
import dev.apitoken.operator.OperatorUnderTest;
import dev.apitoken.operator.Tenant;
import dev.apitoken.testkit.Cluster;
import dev.apitoken.testkit.RealCluster;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Rule F10: a clock that runs ahead has no valid token refused. */
@RealCluster
class ClockAheadIT {

    @Test
    void aTokenThatOnlyOurClockTakesForExpiredStaysListed(Cluster cluster) throws Exception {
        try (var operator = OperatorUnderTest.start(cluster)) {
            var tenant = Tenant.withIssuer(cluster);
            tenant.apiToken("valid", "validity: 1h");
            tenant.eventuallyReady("valid");
            var gate = Gate.create(tenant, "gate", "");
            eventually(() -> assertThat(gate.entryOf(tenant.token("valid"))).isPresent());

            operator.skewBy(Duration.ofDays(1));
            operator.clock().advance(Duration.ofDays(1));

            tenant.eventuallyCondition("valid", ConditionType.RenewalHealthy, "False", "ClockSkew");
            tenant.apiToken("another", "validity: 1h");
            eventually(() -> assertThat(gate.entryOf(tenant.token("another"))).isPresent());
            assertThat(gate.entryOf(tenant.token("valid"))).isPresent();
        }
    }
}
