package dev.apitoken.operator.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.apitoken.token.Digest;
import dev.apitoken.token.TokenId;
import dev.apitoken.token.User;
import dev.apitoken.token.access.TokenEntry;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LedgerTest {
    private static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");

    private final Ledger ledger = new Ledger();

    @Test
    void what_stood_there_first_is_carried_by_the_first_revision_that_is_known() {
        ledger.written(10, List.of(entry("a")));

        assertThat(ledger.carriedBy(Set.of("a"))).isEqualTo(10);
        assertThat(ledger.carriedBy(Set.of("gone-long-ago"))).isEqualTo(10);
    }

    @Test
    void a_change_is_carried_by_the_revision_that_brought_it_and_by_no_later_one() {
        ledger.written(10, List.of(entry("a"), entry("b")));
        ledger.written(11, List.of(entry("a", "reader"), entry("b")));
        ledger.written(12, List.of(entry("a", "reader"), entry("b"), entry("c")));

        assertThat(ledger.carriedBy(Set.of("a"))).isEqualTo(11);
        assertThat(ledger.carriedBy(Set.of("b"))).isEqualTo(10);
        assertThat(ledger.carriedBy(Set.of("c"))).isEqualTo(12);
        assertThat(ledger.carriedBy(Set.of("a", "c"))).isEqualTo(12);
    }

    @Test
    void an_end_is_a_change() {
        ledger.written(10, List.of(entry("a")));
        ledger.written(11, List.of());

        assertThat(ledger.carriedBy(Set.of("a"))).isEqualTo(11);
        assertThat(ledger.knows("a")).isTrue();

        ledger.applied(10);
        assertThat(ledger.knows("a")).isTrue();
        ledger.applied(11);
        assertThat(ledger.knows("a")).isFalse();
    }

    @Test
    void without_any_validator_nothing_counts_as_applied() {
        ledger.written(10, List.of(entry("a")));
        ledger.written(11, List.of());

        ledger.applied(0);

        assertThat(ledger.carriedBy(Set.of("a"))).isEqualTo(11);
    }

    @Test
    void too_many_changes_count_as_all_changed_just_now() {
        ledger.written(10, List.of(entry("a")));
        ledger.written(
                11,
                IntStream.range(0, 10_001)
                        .mapToObj(number -> entry("token-" + number))
                        .toList());

        assertThat(ledger.carriedBy(Set.of("a"))).isEqualTo(11);
        assertThat(ledger.carriedBy(Set.of("never-seen"))).isEqualTo(11);
    }

    @Test
    void says_what_it_should_only_if_every_entry_is_there_and_equal() {
        ledger.written(10, List.of(entry("a")));

        assertThat(ledger.says(List.of(entry("a")), Set.of("a"), NOW)).isTrue();
        assertThat(ledger.says(List.of(entry("a", "reader")), Set.of("a"), NOW)).isFalse();
        assertThat(ledger.says(List.of(entry("a"), entry("b")), Set.of(), NOW)).isFalse();
        assertThat(ledger.says(List.of(), Set.of("a"), NOW)).isFalse();
        assertThat(ledger.says(List.of(), Set.of("b"), NOW)).isTrue();
    }

    @Test
    void an_entry_past_its_end_is_as_good_as_gone() {
        ledger.written(10, List.of(entry("a")));

        assertThat(ledger.says(List.of(), Set.of("a"), NOW.plusSeconds(3599))).isFalse();
        assertThat(ledger.says(List.of(), Set.of("a"), NOW.plusSeconds(3600))).isTrue();
    }

    private static TokenEntry entry(String id, String... roles) {
        return new TokenEntry(
                Digest.of(id),
                new TokenId(id),
                new User("ci"),
                "shop",
                "urn:example:issuer",
                NOW.plusSeconds(3600),
                new TreeSet<>(List.of(roles)),
                Optional.empty());
    }
}
