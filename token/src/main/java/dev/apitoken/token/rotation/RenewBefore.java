package dev.apitoken.token.rotation;

import java.time.Duration;

/** How long before its expiry a token is renewed. */
public sealed interface RenewBefore {
    Duration of(Duration life);

    record Fixed(Duration duration) implements RenewBefore {
        @Override
        public Duration of(Duration life) {
            return duration;
        }
    }

    /** @param percent 1 to 90, of the life of the token really issued */
    record Percentage(int percent) implements RenewBefore {
        public Percentage {
            if (percent < 1 || percent > 90) {
                throw new IllegalArgumentException("renewBeforePercentage must be 1 to 90, not " + percent);
            }
        }

        @Override
        public Duration of(Duration life) {
            return Duration.ofSeconds(Math.multiplyExact(life.toSeconds(), (long) percent) / 100);
        }
    }
}
