package dev.apitoken.validator.index;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RetryPauseTest {
    @ParameterizedTest
    @CsvSource({"Unreachable, 1000", "Silent, 1000", "Internal, 1000", "Refused, 3000"})
    void doublesUpToItsBoundAndNeverIsLessThanHalf(SourceFailure failure, long most) {
        RetryPause pause = new RetryPause(new Random(7));
        for (int attempt = 0; attempt < 200; attempt++) {
            long bound = Math.min(most, 100L << Math.min(attempt, 10));
            assertThat(pause.next(failure)).isBetween(Duration.ofMillis(bound / 2), Duration.ofMillis(bound));
        }
    }

    @Test
    void startsAnewAfterSuccess() {
        RetryPause pause = new RetryPause(new Random(7));
        for (int attempt = 0; attempt < 9; attempt++) {
            pause.next(SourceFailure.Unreachable);
        }
        pause.reset();

        assertThat(pause.next(SourceFailure.Unreachable)).isLessThanOrEqualTo(Duration.ofMillis(100));
    }
}
