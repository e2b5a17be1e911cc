package dev.apitoken.operator.fault;

import static org.assertj.core.api.Assertions.assertThat;

import dev.apitoken.testkit.Cluster;
import dev.apitoken.testkit.RealCluster;
import dev.apitoken.testkit.fault.Verb;
import dev.apitoken.testkit.fault.WatchFault;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Watches break off, begin anew, repeat themselves, or say nothing any more. */
@RealCluster
class WatchesIT {
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final int EDITS_EACH = 20;

    private final Cluster cluster;
    private Rig rig;
    private Fleet fleet;

    WatchesIT(Cluster cluster) {
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

    static List<WatchFault> broken() {
        return List.of(new WatchFault.CutEvery(3), new WatchFault.GoneEvery(3), new WatchFault.EachTwice());
    }

    /** Rule F6. */
    @ParameterizedTest
    @MethodSource("broken")
    void everyEditIsSeenThroughWatchesThat(WatchFault fault) {
        rig.proxy().watchFaults(watch -> fault);
        fleet.forEach(name -> {
            for (int i = 0; i < EDITS_EACH; i++) {
                fleet.tenant().patch(name, "{\"spec\": {\"description\": \"edit %d\"}}".formatted(i));
            }
        });
        fleet.rotate(rig.clock().advance(Duration.ofMinutes(2)));

        fleet.awaitTokens(SOON, rig, 2);
        rig.awaitQuiet();
        fleet.awaitTokens(SOON, rig, 2);
        fleet.assertNeverAliveTogether(rig, 1);
    }

    /** Rule F7: the connection is there, and nothing comes on it, as when something on the way forgot it. */
    @Test
    void aSilentWatchIsNoticedWithinTenSecondsAndOpenedAnew() {
        rig.proxy().silence(watch -> true);
        long from = System.nanoTime();
        fleet.rotate(rig.clock().advance(Duration.ofMinutes(2)));

        // Ten seconds to notice, and some for a busy machine.
        fleet.awaitTokens(Duration.ofSeconds(25), rig, 2);
        assertThat(Duration.ofNanos(System.nanoTime() - from)).isGreaterThan(Duration.ofSeconds(3));
        rig.awaitQuiet();
        fleet.assertNeverAliveTogether(rig, 1);
    }

    @Test
    void aQuietWatchThatAnswersIsLeftAlone() {
        long before = opened();
        Awaitility.await("longer than a silent watch is borne")
                .during(Duration.ofSeconds(12))
                .atMost(Duration.ofSeconds(20))
                .until(() -> opened() == before);
    }

    private long opened() {
        return rig.calls().stream()
                .filter(recorded -> recorded.call().verb() == Verb.watch)
                .count();
    }
}
