package dev.apitoken.token.rotation;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ExpiryNoticeTest {
    private static final Instant ISSUED = Instant.parse("2026-01-01T00:00:00Z");

    @Test
    void fourTimesBeforeTheEndAndEachAtItsInstant() {
        var token = token(Duration.ofDays(365));
        var end = token.expiresAt();

        assertThat(ExpiryNotice.at(token, end.minus(Duration.ofDays(30)).minusSeconds(1)))
                .isEmpty();
        assertThat(ExpiryNotice.at(token, end.minus(Duration.ofDays(30)))).contains(ExpiryNotice.Days30);
        assertThat(ExpiryNotice.at(token, end.minus(Duration.ofDays(14)).minusSeconds(1)))
                .contains(ExpiryNotice.Days30);
        assertThat(ExpiryNotice.at(token, end.minus(Duration.ofDays(14)))).contains(ExpiryNotice.Days14);
        assertThat(ExpiryNotice.at(token, end.minus(Duration.ofDays(7)))).contains(ExpiryNotice.Days7);
        assertThat(ExpiryNotice.at(token, end.minus(Duration.ofDays(1)))).contains(ExpiryNotice.Day1);
        assertThat(ExpiryNotice.at(token, end.minusSeconds(1))).contains(ExpiryNotice.Day1);
        assertThat(ExpiryNotice.at(token, end)).isEmpty();
    }

    @Test
    void whoWakesForEachHearsOfAllFour() {
        var token = token(Duration.ofDays(90));
        var heard = new ArrayList<ExpiryNotice>();
        for (var at = ExpiryNotice.next(token, ISSUED); at.isPresent(); at = ExpiryNotice.next(token, at.get())) {
            heard.add(ExpiryNotice.at(token, at.get()).orElseThrow());
        }

        assertThat(heard).isEqualTo(List.of(ExpiryNotice.values()));
    }

    @Test
    void aLifeTooShortForANoticeHasNone() {
        var token = token(Duration.ofDays(7));

        assertThat(ExpiryNotice.at(token, ISSUED)).isEmpty();
        assertThat(ExpiryNotice.next(token, ISSUED)).contains(token.expiresAt().minus(Duration.ofDays(1)));
        assertThat(ExpiryNotice.next(token(Duration.ofHours(24)), ISSUED)).isEqualTo(Optional.empty());
    }

    private static ObservedToken token(Duration validity) {
        var wish = new Wish();
        wish.validity = validity;
        return wish.firstToken(ISSUED);
    }
}
