package dev.apitoken.token.rotation;

import java.time.Instant;
import java.util.Optional;

/** What to do about one ApiToken now, and when to look again. */
public sealed interface RotationPlan {
    /** The next instant at which the same inputs may give another plan. */
    Optional<Instant> wakeAt();

    /**
     * Sign a token and write it together with its record.
     *
     * @param issuedAt for the claims, whole seconds: now, or the next second where a rotateAfter lies in this one
     * @param expiresAt for the claims, whole seconds, after issuedAt
     * @param record its previous token is what stays accepted beside the new one; empty: the old one ends at once
     */
    record Issue(RotationReason reason, Instant issuedAt, Instant expiresAt, TokenRecord record)
            implements RotationPlan {
        public long revision() {
            return record.revision();
        }

        public Optional<PreviousToken> previous() {
            return record.previous();
        }

        @Override
        public Optional<Instant> wakeAt() {
            return Optional.empty();
        }
    }

    /**
     * The token is as asked for.
     *
     * @param record what its Secret should say beside it; often what it says already
     * @param renewalTime empty when nothing will ever renew it: Manual, or it already lives until the hard end
     */
    record Keep(TokenRecord record, Optional<Instant> renewalTime, Optional<Instant> wakeAt) implements RotationPlan {}

    /**
     * No token is to be issued now, although there may be none that is accepted.
     *
     * @param record present when the token found has ended for good and its Secret does not say so yet. To write that
     *     down is part of ending it, so it is done although the ApiToken is disabled or suspended
     */
    record Hold(HoldReason reason, Optional<TokenRecord> record, Optional<Instant> wakeAt) implements RotationPlan {}

    enum HoldReason {
        Expired,
        Denied,
        Disabled,
        Suspended
    }
}
