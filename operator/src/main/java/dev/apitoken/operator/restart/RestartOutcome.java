package dev.apitoken.operator.restart;

import java.time.Duration;
import java.util.Optional;

/** What became of one restart that a new token asked for. */
public sealed interface RestartOutcome {
    RestartTarget target();

    /** Empty: nothing is left to do. */
    Optional<Duration> tryAgainAfter();

    /** Just noted, not tried yet. */
    record Due(RestartTarget target) implements RestartOutcome {
        @Override
        public Optional<Duration> tryAgainAfter() {
            return Optional.of(Duration.ZERO);
        }
    }

    /** Its pods are being replaced, now or since an earlier try whose answer was lost. */
    record Restarted(RestartTarget target) implements RestartOutcome {
        @Override
        public Optional<Duration> tryAgainAfter() {
            return Optional.empty();
        }
    }

    /** It was made after the token: its pods have read nothing older. */
    record Younger(RestartTarget target) implements RestartOutcome {
        @Override
        public Optional<Duration> tryAgainAfter() {
            return Optional.empty();
        }
    }

    record NotThere(RestartTarget target) implements RestartOutcome {
        private static final Duration LOOK_AGAIN = Duration.ofMinutes(5);

        @Override
        public Optional<Duration> tryAgainAfter() {
            return Optional.of(LOOK_AGAIN);
        }
    }

    /** @param code of the HTTP answer, 0 without one */
    record Refused(RestartTarget target, int code) implements RestartOutcome {
        private static final Duration TRY_AGAIN = Duration.ofMinutes(1);

        @Override
        public Optional<Duration> tryAgainAfter() {
            return Optional.of(TRY_AGAIN);
        }
    }
}
