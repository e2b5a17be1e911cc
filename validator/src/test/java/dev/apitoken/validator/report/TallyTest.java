package dev.apitoken.validator.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.apitoken.token.TokenId;
import dev.apitoken.token.User;
import dev.apitoken.token.access.CanonicalPath;
import dev.apitoken.token.access.IpAddress;
import dev.apitoken.token.access.RequestTarget;
import dev.apitoken.validator.decision.AccessDecision;
import dev.apitoken.validator.decision.DenialReason;
import dev.apitoken.validator.decision.KnownToken;
import dev.apitoken.validator.decision.SampleDocument;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;

class TallyTest {
    private static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");
    private static final TokenId ID = new TokenId("one");
    private static final RequestTarget.Canonical TARGET =
            (RequestTarget.Canonical) CanonicalPath.parse("/", Optional.of("shop"));

    private final Tally tally = new Tally(3);

    @Test
    void a_successful_request_is_a_use_of_its_token() {
        tally.decided(allowed(ID, "192.0.2.7"), NOW);

        assertThat(tally.handOver().uses()).isEqualTo(Map.of(ID, new LastUse(NOW, Optional.of(address("192.0.2.7")))));
    }

    @Test
    void the_latest_use_counts_and_a_clock_set_back_changes_nothing() {
        tally.decided(allowed(ID, "192.0.2.7"), NOW);
        tally.decided(allowed(ID, "192.0.2.8"), NOW.plusSeconds(2));
        tally.decided(allowed(ID, "192.0.2.9"), NOW.minusSeconds(60));

        assertThat(tally.handOver().uses())
                .isEqualTo(Map.of(ID, new LastUse(NOW.plusSeconds(2), Optional.of(address("192.0.2.8")))));
    }

    @Test
    void a_denied_request_is_counted_and_is_no_use_even_if_its_token_is_listed() {
        var listed = new KnownToken(ID, new User("ci"), "shop", Optional.empty());
        tally.decided(new AccessDecision.Denied(DenialReason.RoleMissing, true, Optional.of(listed)), NOW);
        tally.decided(new AccessDecision.Denied(DenialReason.UnknownToken, true, Optional.empty()), NOW);
        tally.decided(new AccessDecision.Denied(DenialReason.UnknownToken, true, Optional.empty()), NOW);

        Tally.Seen seen = tally.handOver();
        assertThat(seen.uses()).isEmpty();
        assertThat(seen.counts())
                .isEqualTo(new Counts(3, Map.of(DenialReason.RoleMissing, 1L, DenialReason.UnknownToken, 2L)));
    }

    @Test
    void a_public_request_is_nobodys_use() {
        tally.decided(new AccessDecision.Allowed(Optional.empty(), TARGET, Optional.empty()), NOW);

        assertThat(tally.handOver()).isEqualTo(new Tally.Seen(new Counts(1, Map.of()), Map.of()));
    }

    @Test
    void what_was_handed_over_is_not_counted_twice() {
        tally.decided(allowed(ID, "192.0.2.7"), NOW);
        tally.handOver();

        assertThat(tally.handOver()).isEqualTo(new Tally.Seen(Counts.NONE, Map.of()));
    }

    @Test
    void remembers_no_more_tokens_than_it_may() {
        for (int number = 0; number < 1000; number++) {
            tally.decided(allowed(new TokenId("token-" + number), "192.0.2.7"), NOW);
        }

        Tally.Seen seen = tally.handOver();
        assertThat(seen.uses()).hasSize(3);
        assertThat(seen.counts().requests()).isEqualTo(1000);
    }

    @Test
    void all_loops_are_asked_each_on_its_own_and_also_after_its_end() throws InterruptedException {
        var tallies = Tallies.keepingUses();
        var loop = new ConcurrentLinkedQueue<Runnable>();
        Tally busy = tallies.of(loop::add);
        Tally ended = tallies.of(task -> {
            throw new java.util.concurrent.RejectedExecutionException();
        });
        busy.decided(allowed(ID, "192.0.2.7"), NOW);
        ended.decided(allowed(new TokenId("two"), "192.0.2.7"), NOW);

        assertThat(tallies.collect())
                .singleElement()
                .satisfies(seen -> assertThat(seen.uses()).containsOnlyKeys(new TokenId("two")));

        loop.forEach(Runnable::run);
        assertThat(tallies.collect()).anySatisfy(seen -> assertThat(seen.uses()).containsOnlyKeys(ID));
    }

    private static AccessDecision allowed(TokenId id, String source) {
        return SampleDocument.allowed(id, source);
    }

    private static IpAddress address(String text) {
        return IpAddress.parse(text);
    }
}
