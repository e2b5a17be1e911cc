package dev.apitoken.operator.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.apitoken.crds.ApiTokenStatus.LastUsed;
import dev.apitoken.operator.kubernetes.ObjectName;
import dev.apitoken.operator.report.LastUses.Use;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class LastUsesTest {
    private static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");
    private static final ObjectName TOKEN = new ObjectName("shop", "ci");

    private final LastUses uses = new LastUses();

    @Test
    void the_first_use_is_told_at_once() {
        uses.add(TOKEN, use(NOW.minusSeconds(5)), NOW);

        assertThat(uses.due(NOW)).containsExactly(TOKEN);
        assertThat(uses.fold(TOKEN, null, NOW)).isEqualTo(told(NOW.minusSeconds(5)));
        assertThat(uses.due(NOW)).isEmpty();
    }

    @Test
    void an_older_use_changes_nothing_and_is_forgotten() {
        var before = told(NOW.minusSeconds(600));
        uses.add(TOKEN, use(NOW.minusSeconds(601)), NOW);

        assertThat(uses.fold(TOKEN, before, NOW)).isEqualTo(before);
        assertThat(uses.due(NOW)).isEmpty();
    }

    @Test
    void an_instant_in_the_future_is_now() {
        uses.add(TOKEN, use(NOW.plus(Duration.ofDays(1000))), NOW);

        assertThat(uses.fold(TOKEN, null, NOW)).isEqualTo(told(NOW));
    }

    @Test
    void a_use_soon_after_the_last_one_told_waits_and_is_not_lost() {
        uses.add(TOKEN, use(NOW), NOW);
        var first = uses.fold(TOKEN, null, NOW);
        uses.add(TOKEN, use(NOW.plusSeconds(60)), NOW.plusSeconds(61));

        assertThat(uses.due(NOW.plusSeconds(299))).isEmpty();
        assertThat(uses.fold(TOKEN, first, NOW.plusSeconds(299))).isEqualTo(first);
        assertThat(uses.due(NOW.plusSeconds(300))).containsExactly(TOKEN);
        assertThat(uses.fold(TOKEN, first, NOW.plusSeconds(300))).isEqualTo(told(NOW.plusSeconds(60)));
    }

    @Test
    void after_a_restart_the_status_tells_when_it_was_told_last() {
        uses.add(TOKEN, use(NOW.plusSeconds(10)), NOW.plusSeconds(10));

        assertThat(uses.fold(TOKEN, told(NOW), NOW.plusSeconds(10))).isEqualTo(told(NOW));
    }

    /** Rule P4: at most once in five minutes, and only forward, whatever comes in whatever order. */
    @Test
    void a_status_changes_at_most_once_in_five_minutes_and_only_forward() {
        var random = new Random(1);
        @Nullable LastUsed status = null;
        Instant now = NOW;
        Instant changedAt = NOW.minusSeconds(10_000);
        int changes = 0;
        for (int step = 0; step < 20_000; step++) {
            now = now.plusSeconds(random.nextInt(20));
            uses.add(TOKEN, use(now.plusSeconds(random.nextInt(2000) - 1000)), now);
            var next = uses.fold(TOKEN, status, now);
            if (next != null && !next.equals(status)) {
                assertThat(Duration.between(changedAt, now)).isGreaterThanOrEqualTo(Duration.ofMinutes(5));
                assertThat(next.time()).isLessThanOrEqualTo(now.toString());
                if (status != null) {
                    assertThat(next.time()).isGreaterThan(status.time());
                }
                changedAt = now;
                changes++;
            }
            status = next;
        }
        assertThat(changes).isGreaterThan(100);
    }

    private static Use use(Instant time) {
        return new Use(time, Optional.of("192.0.2.7"));
    }

    private static LastUsed told(Instant time) {
        return new LastUsed(time.toString(), "192.0.2.7");
    }
}
