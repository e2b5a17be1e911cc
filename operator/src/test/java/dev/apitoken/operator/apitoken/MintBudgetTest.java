package dev.apitoken.operator.apitoken;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class MintBudgetTest {
    private static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");
    private final MintBudget budget = new MintBudget();

    @Test
    void threeAtOnceAndThenOneEveryThirtySeconds() {
        assertThat(budget.spend("uid", NOW)).isEmpty();
        assertThat(budget.spend("uid", NOW)).isEmpty();
        assertThat(budget.spend("uid", NOW)).isEmpty();
        assertThat(budget.spend("uid", NOW)).contains(NOW.plusSeconds(30));

        assertThat(budget.spend("uid", NOW.plusSeconds(29))).contains(NOW.plusSeconds(30));
        assertThat(budget.spend("uid", NOW.plusSeconds(30))).isEmpty();
        assertThat(budget.spend("uid", NOW.plusSeconds(30))).contains(NOW.plusSeconds(60));
    }

    @Test
    void oneApiTokenDoesNotSpendForAnother() {
        for (int i = 0; i < 4; i++) {
            budget.spend("busy", NOW);
        }

        assertThat(budget.spend("quiet", NOW)).isEmpty();
    }

    @Test
    void aClockSetBackDoesNotHoldUpAToken() {
        budget.spend("uid", NOW);
        var before = NOW.minus(Duration.ofHours(1));

        assertThat(budget.spend("uid", before).orElse(before)).isBeforeOrEqualTo(before.plusSeconds(30));
    }
}
