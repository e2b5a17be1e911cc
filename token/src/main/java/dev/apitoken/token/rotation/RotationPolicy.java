package dev.apitoken.token.rotation;

import dev.apitoken.token.TokenDuration;
import java.time.Duration;

/**
 * When a token is renewed and how long its predecessor stays accepted.
 *
 * @param renewal whether expiry alone makes the operator act
 * @param jitterPercent 0 to 50, of renewBefore; only ever earlier
 * @param overlap how long the previous token stays accepted after a renewal, at most {@link #LONGEST_OVERLAP}; zero ends
 *     it at once
 */
public record RotationPolicy(Renewal renewal, RenewBefore renewBefore, int jitterPercent, Duration overlap) {
    /** As in the CRDs. */
    public static final Duration LONGEST_OVERLAP = Duration.ofDays(30);

    public enum Renewal {
        Automatic,
        Manual
    }

    public RotationPolicy {
        if (jitterPercent < 0 || jitterPercent > 50) {
            throw new IllegalArgumentException("jitterPercent must be 0 to 50, not " + jitterPercent);
        }
        if (overlap.isNegative() || overlap.compareTo(LONGEST_OVERLAP) > 0) {
            throw new IllegalArgumentException("overlap must be 0s to " + TokenDuration.format(LONGEST_OVERLAP));
        }
    }
}
