package dev.apitoken.validator.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.apitoken.token.TokenId;
import java.time.Instant;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class UseLogTest {
    private static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");

    private final UseLog log = new UseLog(10, 50);

    @Test
    void of_two_uses_the_later_counts_in_whatever_order_they_come() {
        log.add(id(1), at(5));
        log.add(id(1), at(3));
        log.add(id(1), at(7));

        assertThat(log.next()).isEqualTo(Map.of(id(1), at(7)));
    }

    @Test
    void a_use_older_than_the_one_that_was_told_is_no_news() {
        log.add(id(1), at(5));
        log.wasTold(log.next());

        log.add(id(1), at(5));
        log.add(id(1), at(4));

        assertThat(log.hasNews()).isFalse();
    }

    @Test
    void what_was_told_stays_as_long_as_there_is_room() {
        log.add(id(1), at(1));
        log.wasTold(log.next());
        log.add(id(2), at(2));

        assertThat(log.next()).containsOnlyKeys(id(1), id(2));
    }

    @Test
    void the_latest_told_stay_when_room_gets_short() {
        IntStream.range(0, 10).forEach(number -> log.add(id(number), at(number)));
        log.wasTold(log.next());
        IntStream.range(100, 104).forEach(number -> log.add(id(number), at(number)));

        assertThat(log.next())
                .hasSize(10)
                .containsKeys(id(100), id(103), id(9), id(4))
                .doesNotContainKey(id(3));
    }

    @Test
    void a_report_that_was_not_written_is_told_again() {
        log.add(id(1), at(1));
        log.next();

        assertThat(log.next()).containsOnlyKeys(id(1));
        assertThat(log.hasNews()).isTrue();
    }

    @Test
    void tokens_take_turns_and_none_starves_however_often_the_others_are_used() {
        int tokens = 45;
        Set<TokenId> told = new HashSet<>();
        for (int round = 0; round < 5; round++) {
            for (int number = 0; number < tokens; number++) {
                log.add(id(number), at(round * 100 + number));
            }
            var report = log.next();
            assertThat(report).hasSize(10);
            told.addAll(report.keySet());
            log.wasTold(report);
        }

        assertThat(told).hasSize(tokens);
    }

    @Test
    void more_tokens_than_may_wait_are_dropped_and_counted() {
        IntStream.range(0, 60).forEach(number -> log.add(id(number), at(number)));

        assertThat(log.dropped()).isEqualTo(10);
    }

    @Test
    void a_hundred_thousand_used_tokens_make_a_report_of_a_thousand() {
        var large = new UseLog(1000, 100_000);
        IntStream.range(0, 150_000).forEach(number -> large.add(id(number), at(number)));

        var report = large.next();

        assertThat(report).hasSize(1000);
        assertThat(large.dropped()).isEqualTo(50_000);
    }

    private static TokenId id(int number) {
        return new TokenId("token-" + number);
    }

    private static LastUse at(int second) {
        return new LastUse(NOW.plusSeconds(second), Optional.empty());
    }
}
