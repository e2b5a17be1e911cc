package dev.apitoken.operator.apitoken;

import dev.apitoken.crds.ReadyReason;
import dev.apitoken.crds.RenewalReason;
import dev.apitoken.operator.restart.RestartOutcome;
import dev.apitoken.token.rotation.RotationPlan;
import dev.apitoken.token.rotation.RotationReason;
import dev.apitoken.token.secret.StoredToken;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What became of a step: what the status tells. */
sealed interface Outcome {
    /**
     * The Secret is as the plan wants it.
     *
     * @param rotated why a new token was issued just now, if one was
     * @param restarts what became of the restarts that were due
     */
    record Settled(
            Wish.Granted wish,
            RotationPlan plan,
            Optional<StoredToken.Intact> token,
            Optional<RotationReason> rotated,
            List<RestartOutcome> restarts)
            implements Outcome {
        static Settled undisturbed(Wish.Granted wish, RotationPlan plan, Optional<StoredToken.Intact> token) {
            return new Settled(wish, plan, token, Optional.empty(), List.of());
        }
    }

    /**
     * A new token is due and could not be issued; it will be tried again.
     *
     * @param renewal what this says about renewals, while the token there is has not expired
     */
    record Postponed(Wish.Granted wish, ReadyReason reason, RenewalReason renewal, String message, Instant retryAt)
            implements Outcome {
        static Postponed backingOff(Wish.Granted wish, ReadyReason reason, String message, Instant retryAt) {
            return new Postponed(wish, reason, RenewalReason.RetryBackoff, message, retryAt);
        }
    }

    /**
     * Somebody else keeps changing the Secret; it is put right again, but not each time (rule A14).
     *
     * @param token empty when they took it away or altered it
     */
    record Contested(Wish.Granted wish, Optional<StoredToken.Intact> token, String message, Instant retryAt)
            implements Outcome {}

    /** The work itself failed, the API server refused or did not answer; it is tried again. */
    static Outcome failed(Wish wish, Exception failure, Instant now) {
        String message = "the last try failed (" + words(failure) + ") and is repeated";
        return switch (wish) {
            case Wish.Granted granted -> Postponed.backingOff(granted, ReadyReason.RenewalFailed, message, now);
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
