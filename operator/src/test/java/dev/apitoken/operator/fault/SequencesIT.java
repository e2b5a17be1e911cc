package dev.apitoken.operator.fault;

import static org.assertj.core.api.Assertions.assertThat;

import dev.apitoken.operator.Tenant;
import dev.apitoken.testkit.Cluster;
import dev.apitoken.testkit.Eventually;
import dev.apitoken.testkit.RealCluster;
import dev.apitoken.token.Digest;
import dev.apitoken.token.signing.UnverifiedToken;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Several edits of one ApiToken reach the operator as one, or some of them late: every sequence of two and of three
 * edits ends as its last wish says (rule F8, unobserved states).
 */
@RealCluster
class SequencesIT {
    private enum Edit {
        DISABLE("\"enabled\": false"),
        ENABLE("\"enabled\": true"),
        ROTATE("\"rotation\": {\"rotateAfter\": \"2026-11-22T10:01:00Z\"}"),
        ROTATE_AGAIN("\"rotation\": {\"rotateAfter\": \"2026-11-22T10:02:00Z\"}"),
        ANOTHER_USER("\"user\": \"other\""),
        SAME_USER("\"user\": \"ci\"");

        private final String members;

        Edit(String members) {
            this.members = members;
        }
    }

    private static final Duration SOON = Duration.ofSeconds(90);

    @Test
    void everySequenceOfEditsEndsAsItsLastWishSays(Cluster cluster) throws Exception {
        var table = new FaultTable("sequences");
        try (var rig = Rig.start(cluster)) {
            var sequences = sequences();
            var fleet = Fleet.of(cluster, sequences.size(), "");
            fleet.awaitTokens(SOON, rig, 1);
            rig.awaitQuiet();
            rig.clock().advance(Duration.ofMinutes(3));

            fleet.forEach(name -> {
                var edits = sequences.get(number(name));
                edits.forEach(edit -> fleet.tenant().patch(name, "{\"spec\": {" + edit.members + "}}"));
                table.count("sequences of " + edits.size() + " edits");
            });

            rig.awaitQuiet();
            Eventually.eventually(SOON, fleet::agree);
            fleet.names().forEach(name -> assertEnd(rig, fleet, name, sequences.get(number(name))));
            fleet.assertNeverAliveTogether(rig, 1);
            fleet.leave();
            assertThat(sequences).hasSizeGreaterThan(200);
        }
        table.write();
    }

    private static void assertEnd(Rig rig, Fleet fleet, String name, List<Edit> edits) {
        Tenant tenant = fleet.tenant();
        var token = UnverifiedToken.read(tenant.token(name)).orElseThrow();
        var ids = Fleet.ids(rig.committed(fleet::owns), name);
        boolean isDisabled = !tenant.get(name).getSpec().enabled();
        boolean rotated = edits.contains(Edit.ROTATE) || edits.contains(Edit.ROTATE_AGAIN);
        if (!isDisabled) {
            assertThat(token.claims().user().value())
                    .as("%s %s", name, edits)
                    .isEqualTo(tenant.get(name).getSpec().user());
            assertThat(ids.size() > 1 || !rotated)
                    .as("%s %s was rotated", name, edits)
                    .isTrue();
        }
        assertThat(ids.size()).as("tokens of %s %s", name, edits).isLessThanOrEqualTo(1 + edits.size());
        assertThat(fleet.listed().contains(Digest.of(tenant.token(name)))).isEqualTo(!isDisabled);
    }

    private static List<List<Edit>> sequences() {
        var sequences = new ArrayList<List<Edit>>();
        for (var first : Edit.values()) {
            for (var second : Edit.values()) {
                sequences.add(List.of(first, second));
                Stream.of(Edit.values()).forEach(third -> sequences.add(List.of(first, second, third)));
            }
        }
        return sequences;
    }

    private static int number(String name) {
        return Integer.parseInt(name.substring(name.lastIndexOf('-') + 1));
    }
}
