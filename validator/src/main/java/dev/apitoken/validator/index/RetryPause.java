package dev.apitoken.validator.index;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long to wait before the next attempt: doubling from 100 ms, with jitter so that a fleet does not return in step.
 * At most 1 s while nobody answers, so that a returning API server is found at once; at most 3 s while it answers no.
 */
final class RetryPause {
    private static final long FIRST_MILLIS = 100;
    private static final long UNANSWERED_MILLIS = 1_000;
    private static final long REFUSED_MILLIS = 3_000;

    private final RandomGenerator random;
    private int failures;

    RetryPause(RandomGenerator random) {
        this.random = random;
    }

    /** Between half of the pause and all of it. */
    Duration next(SourceFailure failure) {
        long most = failure == SourceFailure.Refused ? REFUSED_MILLIS : UNANSWERED_MILLIS;
        long pause = Math.min(most, FIRST_MILLIS << Math.min(failures, 10));
        failures++;
        return Duration.ofMillis(pause / 2 + random.nextLong(pause / 2 + 1));
    }

    void reset() {
        failures = 0;
    }
}
