package dev.apitoken.operator.fault;

import static org.assertj.core.api.Assertions.assertThat;

import dev.apitoken.operator.OperatorUnderTest;
import dev.apitoken.testkit.Cluster;
import dev.apitoken.testkit.RealCluster;
import dev.apitoken.testkit.fault.Recorded;
import java.time.Duration;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two operators act at once, each certain to be the only one; one of them may be late. */
@RealCluster
class LeadersIT {
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final int ROUNDS = 20;

    private final Cluster cluster;
    private Rig rig;
    private Fleet fleet;

    LeadersIT(Cluster cluster) {
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

    /** Rule F9: no lease holds either of them back. */
    @Test
    void twoLeadersAtOnceIssueOneTokenEachTimeOneIsAskedFor() {
        try (var other = rig.beside(rig.newProxy(), rig.clock())) {
            for (int round = 1; round <= ROUNDS; round++) {
                fleet.rotate(rig.clock().advance(Duration.ofMinutes(2)));
                fleet.awaitTokens(SOON, rig, 1 + round);
            }
            rig.awaitQuiet();
            fleet.awaitTokens(SOON, rig, 1 + ROUNDS);
            fleet.assertNeverAliveTogether(rig, 1);
            assertEachWriteConditional();
        }
    }

    /** Rule F8: its reads and watches show the past, and only the preconditions of its writes tell. */
    @Test
    void whoSeesThePastBringsNothingBack() {
        var behind = rig.newProxy();
        try (OperatorUnderTest late = rig.beside(behind, rig.clock())) {
            fleet.agree();
            behind.lagBehind();
            fleet.rotate(rig.clock().advance(Duration.ofMinutes(2)));
            fleet.tenant().patch("token-0", "{\"spec\": {\"enabled\": false}}");
            fleet.tenant().delete("token-1");
            var left = fleet.without("token-1");
            left.awaitTokens(SOON, rig, 2);
            var deleted = Fleet.ids(rig.committed(fleet::owns), "token-1");
            long known = rig.committed(fleet::owns).getLast().resourceVersion();

            late.restart();
            rig.clock().advance(Duration.ofDays(25));
            left.without("token-0").awaitListed(SOON, rig, 3);
            assertThat(listedSince(known)).doesNotContainAnyElementsOf(deleted);

            assertThat(fleet.tenant().secretOrNull("token-1")).isNull();
            left.assertNeverAliveTogether(rig, 2);
            assertEachWriteConditional();
        }
    }

    private Set<String> listedSince(long version) {
        var since = rig.committed(fleet::owns).stream()
                .filter(recorded -> recorded.resourceVersion() > version)
                .toList();
        return Documents.accessDocuments(since).stream()
                .flatMap(document -> document.entries().stream())
                .map(entry -> entry.id().value())
                .collect(Collectors.toSet());
    }

    private void assertEachWriteConditional() {
        assertThat(rig.calls().stream().map(Recorded::call)).allMatch(call -> !call.isWrite() || call.conditional());
    }
}
