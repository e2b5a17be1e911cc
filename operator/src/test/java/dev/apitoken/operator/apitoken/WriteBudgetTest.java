package dev.apitoken.operator.apitoken;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class WriteBudgetTest {
    private static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");
    private final WriteBudget budget = WriteBudget.ofMints();

    @Test
    void threeAtOnceAndThenOneEveryThirtySeconds() {
        assertThat(spend("uid", NOW)).isEmpty();
        assertThat(spend("uid", NOW)).isEmpty();
        assertThat(spend("uid", NOW)).isEmpty();
        assertThat(spend("uid", NOW)).contains(NOW.plusSeconds(30));

        assertThat(spend("uid", NOW.plusSeconds(29))).contains(NOW.plusSeconds(30));
        assertThat(spend("uid", NOW.plusSeconds(30))).isEmpty();
        assertThat(spend("uid", NOW.plusSeconds(30))).contains(NOW.plusSeconds(60));
    }

    @Test
    void oneApiTokenDoesNotSpendForAnother() {
        for (int i = 0; i < 4; i++) {
            spend("busy", NOW);
        }

        assertThat(spend("quiet", NOW)).isEmpty();
    }

    @Test
    void aClockSetBackDoesNotHoldUpAToken() {
        spend("uid", NOW);
        var before = NOW.minus(Duration.ofHours(1));

        assertThat(spend("uid", before).orElse(before)).isBeforeOrEqualTo(before.plusSeconds(30));
    }

    @Test
    void repairsComeRoundSooner() {
        var repairs = WriteBudget.ofRepairs();
        for (int i = 0; i < 3; i++) {
            repairs.count("uid", NOW);
        }

        assertThat(repairs.nextAfter("uid", NOW)).contains(NOW.plusSeconds(5));
    }

    @Test
    void whatDidNotComeAboutIsNotSpent() {
        for (int i = 0; i < 3; i++) {
            budget.count("uid", NOW);
        }
        budget.takeBack("uid");

        assertThat(spend("uid", NOW)).isEmpty();
        assertThat(spend("uid", NOW)).contains(NOW.plusSeconds(30));
    }

    @Test
    void toLookSpendsNothing() {
        for (int i = 0; i < 5; i++) {
            assertThat(budget.nextAfter("uid", NOW)).isEmpty();
        }
    }

    private Optional<Instant> spend(String uid, Instant now) {
        var next = budget.nextAfter(uid, now);
        if (next.isEmpty()) {
            budget.count(uid, now);
        }
        return next;
    }
}
