package dev.apitoken.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TokenDurationTest {
    @ParameterizedTest
    @CsvSource({
        "0s, 0, 0s",
        "1s, 1, 1s",
        "60s, 60, 1m",
        "90m, 5400, 90m",
        "1h30m, 5400, 90m",
        "720h, 2592000, 30d",
        "30d, 2592000, 30d",
        "2160h0m0s, 7776000, 90d",
        "1d1s, 86401, 86401s",
        "007d, 604800, 7d",
        "3650d, 315360000, 3650d",
        "0d0h0m0s, 0, 0s",
    })
    void readsWhatPeopleWriteAndHasOneSpellingOfItsOwn(String text, long seconds, String canonical) {
        assertThat(TokenDuration.parse(text)).isEqualTo(Duration.ofSeconds(seconds));
        assertThat(TokenDuration.format(Duration.ofSeconds(seconds))).isEqualTo(canonical);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "1",
                "d",
                "-1s",
                "+1s",
                "1.5h",
                "1w",
                "1y",
                "1ms",
                "1D",
                " 1s",
                "1s ",
                "1s\n",
                "1 h",
                "1m1h",
                "1h1h",
                "٣d",
                "3651d",
                "3650d1s",
                "999999999d",
                "9999999999d",
                "99999999999999999999s",
                "1h-1m",
                "P1D",
                "1e3s"
            })
    void everythingElseIsRefused(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> TokenDuration.parse(text));
    }

    @Test
    void whatHasNoSpellingIsNotWritten() {
        for (var duration : new Duration[] {
            Duration.ofSeconds(-1),
            Duration.ofMillis(1500),
            Duration.ofDays(3650).plusSeconds(1)
        }) {
            assertThatIllegalArgumentException().isThrownBy(() -> TokenDuration.format(duration));
        }
    }

    @Test
    void everyDurationComesBack() {
        var random = new Random(7);
        for (int i = 0; i < 10_000; i++) {
            var duration = Duration.ofSeconds(random.nextLong(TokenDuration.MAX.toSeconds() + 1));
            assertThat(TokenDuration.parse(TokenDuration.format(duration))).isEqualTo(duration);
        }
    }
}
