package dev.apitoken.operator.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.apitoken.operator.kubernetes.ObjectName;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PaceTest {
    private static final ObjectName GATE = new ObjectName("shop", "gate");
    private static final Instant START = Instant.parse("2026-11-22T10:00:00Z");

    private final Pace pace = new Pace();

    @Test
    void aThousandChangesInASecondCostTensOfDocumentsAndNoneWaitsLongerThanOneStep() {
        var made = storm(1_000, Duration.ofMillis(1));

        assertThat(made).hasSizeBetween(20, 40);
        assertThat(made.subList(0, Pace.AT_ONCE)).allMatch(at -> at.isBefore(START.plusMillis(Pace.AT_ONCE)));
        assertThat(longestGap(made)).isLessThanOrEqualTo(Pace.EVERY);
    }

    @Test
    void oneChangeNowAndThenNeverWaits() {
        for (int i = 0; i < 100; i++) {
            assertThat(pace.postponed(GATE, START.plus(Pace.EVERY.multipliedBy(i))))
                    .isEmpty();
        }
    }

    @Test
    void aStormAtOnePolicyDelaysNoOther() {
        storm(100, Duration.ZERO);

        assertThat(pace.postponed(new ObjectName("shop", "other"), START)).isEmpty();
    }

    @Test
    void whatTookLongRestsForAsLong() {
        assertThat(pace.postponed(GATE, START)).isEmpty();
        pace.took(GATE, Duration.ofMillis(300), START.plusMillis(300));

        assertThat(pace.postponed(GATE, START.plusMillis(301))).contains(START.plusMillis(600));
        assertThat(pace.postponed(GATE, START.plusMillis(600))).isEmpty();
    }

    private List<Instant> storm(int changes, Duration between) {
        var made = new ArrayList<Instant>();
        for (int i = 0; i < changes; i++) {
            var now = START.plus(between.multipliedBy(i));
            if (pace.postponed(GATE, now).isEmpty()) {
                made.add(now);
            }
        }
        return made;
    }

    private static Duration longestGap(List<Instant> instants) {
        var longest = Duration.ZERO;
        for (int i = 1; i < instants.size(); i++) {
            var gap = Duration.between(instants.get(i - 1), instants.get(i));
            longest = gap.compareTo(longest) > 0 ? gap : longest;
        }
        return longest;
    }
}
