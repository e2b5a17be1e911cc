package dev.apitoken.operator.apitoken;

import dev.apitoken.crds.ReadyReason;
import dev.apitoken.token.rotation.RotationPlan;
import dev.apitoken.token.rotation.RotationReason;
import dev.apitoken.token.secret.StoredToken;
import java.time.Instant;
import java.util.Optional;

/** What became of a step: what the status tells. */
sealed interface Outcome {
    /**
     * The Secret is as the plan wants it.
     *
     * @param rotated why a new token was issued just now, if one was
     */
    record Settled(
            Wish.Granted wish, RotationPlan plan, Optional<StoredToken.Intact> token, Optional<RotationReason> rotated)
            implements Outcome {}

    /** A new token is due and could not be issued; it will be tried again. */
    record Postponed(Wish.Granted wish, ReadyReason reason, String message, Instant retryAt) implements Outcome {}

    /** Nothing can be done until something outside changes. */
    record Blocked(ReadyReason reason, String message) implements Outcome {}
}
