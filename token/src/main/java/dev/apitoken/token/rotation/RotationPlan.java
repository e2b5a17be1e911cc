package dev.apitoken.token.rotation;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** What to do about one ApiToken now, and when to look again. */
public sealed interface RotationPlan {
    /** The next instant at which the same inputs may give another plan. */
    Optional<Instant> wakeAt();

    /**
     * Sign a token and write it.
     *
     * @param requestedValidity kept beside the token, see {@link ObservedToken#requestedValidity()}
     * @param previous what stays accepted beside the new token; empty: the old one ends at once
     */
    record Issue(
            RotationReason reason,
            long revision,
            Instant expiresAt,
            Optional<Duration> requestedValidity,
            Optional<PreviousToken> previous)
            implements RotationPlan {
        @Override
        public Optional<Instant> wakeAt() {
            return Optional.empty();
        }
    }

    /**
     * The token is as asked for.
     *
     * @param renewalTime empty when nothing will ever renew it: Manual, or it already lives until the hard end
     */
    record Keep(Optional<Instant> renewalTime, Optional<Instant> wakeAt) implements RotationPlan {}

    /** No token is to be issued now, although there may be none that is accepted. */
    record Hold(HoldReason reason, Optional<Instant> wakeAt) implements RotationPlan {}

    enum HoldReason {
        Disabled,
        Denied,
        Expired,
        Suspended
    }
}
