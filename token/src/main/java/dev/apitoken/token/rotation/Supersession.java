package dev.apitoken.token.rotation;

import dev.apitoken.token.signing.KeyId;
import dev.apitoken.token.signing.KeyState;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The reasons for which a token ends at once, before and whether or not its successor is there. Planner and liveness
 * both ask here, so that a token is replaced for such a reason exactly if it is ended for it.
 */
final class Supersession {
    private Supersession() {}

    static Optional<RotationReason> of(DesiredToken desired, ObservedToken token, Instant now) {
        if (desired.keys().get(token.keyId()) == KeyState.Compromised) {
            return Optional.of(RotationReason.KeyCompromised);
        }
        if (!desired.sameIdentityAs(token.claims())) {
            return Optional.of(RotationReason.SpecChanged);
        }
        if (!desired.keys().containsKey(token.keyId())) {
            return Optional.of(RotationReason.KeyRetired);
        }
        return staleSince(desired, token.issuedAt(), now).map(since -> RotationReason.Requested);
    }

    /** A previous token shares the identity of the current one, so only its key and its age can end it alone. */
    static boolean ofPrevious(DesiredToken desired, PreviousToken previous, Instant now) {
        return !isTrusted(desired, previous.keyId())
                || staleSince(desired, previous.issuedAt(), now).isPresent();
    }

    private static boolean isTrusted(DesiredToken desired, KeyId key) {
        var state = desired.keys().get(key);
        return state != null && state != KeyState.Compromised;
    }

    /** The first rotateAfter that ended a token issued then. */
    static Optional<Instant> staleSince(DesiredToken desired, Instant issuedAt, Instant now) {
        return concerning(desired, issuedAt).filter(at -> !at.isAfter(now)).min(Comparator.naturalOrder());
    }

    /** The next rotateAfter that will end a token issued then. */
    static Optional<Instant> staleFrom(DesiredToken desired, Instant issuedAt, Instant now) {
        return concerning(desired, issuedAt).filter(at -> at.isAfter(now)).min(Comparator.naturalOrder());
    }

    /**
     * The time of issue is known in whole seconds only, so a token of the same second as a rotateAfter may be older
     * than it, and counts as older. {@link RotationPlanner} gives every new token a later second than any rotateAfter
     * that has been reached, so each value acts once (rule A4).
     */
    private static Stream<Instant> concerning(DesiredToken desired, Instant issuedAt) {
        return desired.rotateAfter().stream().filter(at -> !issuedAt.isAfter(at));
    }
}
