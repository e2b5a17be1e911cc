package dev.apitoken.operator.fault;

import static org.assertj.core.api.Assertions.assertThat;

import dev.apitoken.testkit.Cluster;
import dev.apitoken.testkit.RealCluster;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The operator's clock is wrong, jumps, or its timers never fire. */
@RealCluster
class ClockIT {
    private static final Duration SOON = Duration.ofSeconds(60);

    private final Cluster cluster;
    private Rig rig;
    private Fleet fleet;

    ClockIT(Cluster cluster) {
        this.cluster = cluster;
    }

    @BeforeEach
    void start() {
        rig = Rig.start(cluster);
        fleet = Fleet.of(cluster, 10, "");
        fleet.awaitTokens(SOON, rig, 1);
        rig.awaitQuiet();
    }

    @AfterEach
    void stop() {
        fleet.leave();
        rig.close();
    }

    /** Rule F10: there and back again, at most one new token for each way, and no entry missing at rest. */
    @ParameterizedTest
    @ValueSource(strings = {"PT5M", "-PT5M", "PT24H", "-PT1H"})
    void aClockThatJumpsStartsNoStorm(Duration jump) {
        var before = ids();
        rig.clock().advance(jump);
        rig.awaitQuiet();
        fleet.agree();
        assertThat(newest(before)).allSatisfy((name, more) -> assertThat(more).isLessThanOrEqualTo(1));

        rig.clock().advance(jump.negated());
        rig.awaitQuiet();
        fleet.agree();
        assertThat(newest(before)).allSatisfy((name, more) -> assertThat(more).isLessThanOrEqualTo(2));
        fleet.assertNeverAliveTogether(rig, 2);
    }

    @Test
    void aClockThatJumpsDuringWorkLosesAndDoublesNothing() {
        for (int round = 1; round <= 6; round++) {
            fleet.rotate(rig.clock().advance(Duration.ofMinutes(2)));
            rig.clock().advance(Duration.ofSeconds(round % 2 == 0 ? 40 : -40));
            rig.clock().advance(Duration.ofSeconds(40));
            fleet.awaitTokens(SOON, rig, 1 + round);
        }
        rig.awaitQuiet();
        fleet.awaitTokens(SOON, rig, 7);
        fleet.assertNeverAliveTogether(rig, 1);
    }

    /** Rule F11: a timer set for weeks ahead knows nothing of a clock that moved, and so is as good as lost. */
    @Test
    void theDueScanFindsWhatEveryTimerMissed() {
        rig.clock().advance(Duration.ofDays(25));
        fleet.awaitTokens(SOON, rig, 2);
    }

    private Map<String, Integer> ids() {
        var committed = rig.committed(fleet::owns);
        var ids = new HashMap<String, Integer>();
        fleet.names().forEach(name -> ids.put(name, Fleet.ids(committed, name).size()));
        return ids;
    }

    private Map<String, Integer> newest(Map<String, Integer> before) {
        var now = ids();
        now.replaceAll((name, count) -> count - before.getOrDefault(name, 0));
        return now;
    }
}
