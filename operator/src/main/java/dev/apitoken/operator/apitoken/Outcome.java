package dev.apitoken.operator.apitoken;

import dev.apitoken.crds.ReadyReason;
import dev.apitoken.token.rotation.RotationPlan;
import dev.apitoken.token.rotation.RotationReason;
import dev.apitoken.token.secret.StoredToken;
import io.fabric8.kubernetes.client.KubernetesClientException;
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

    /** The work itself failed, the API server refused or did not answer; it is tried again. */
    static Outcome failed(Wish wish, Exception failure, Instant now) {
        String message = "the last try failed (" + words(failure) + ") and is repeated";
        return switch (wish) {
            case Wish.Granted granted -> new Postponed(granted, ReadyReason.RenewalFailed, message, now);
            case Wish.Refused(var reason, var why) -> new Blocked(reason, why);
        };
    }

    /** Messages of libraries are not passed on: nobody knows what they quote. */
    private static String words(Exception failure) {
        return failure instanceof KubernetesClientException refused
                ? "the API server answered " + refused.getCode()
                : failure.getClass().getSimpleName();
    }

    /** Nothing can be done until something outside changes. */
    record Blocked(ReadyReason reason, String message) implements Outcome {}
}
