package dev.apitoken.token.rotation;

import dev.apitoken.token.Claims;
import dev.apitoken.token.User;
import dev.apitoken.token.signing.KeyId;
import dev.apitoken.token.signing.KeyState;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What an ApiToken and its issuer ask for, with every default filled in.
 *
 * @param uid of the ApiToken; seeds the jitter
 * @param switches what its author turned off
 * @param validity life of the next token, inside the issuer's limits, at least a second
 * @param validityRequested true when the spec names the validity itself: then a change of it re-issues at once; a
 *     changed default waits for the next renewal
 * @param expiresAt the hard end; a fraction of a second is cut off, so that no token can outlive it
 * @param rotateAfter from spec and annotation: a token issued before any of these instants is stale once it is reached
 * @param keys every key of the issuer and its state; a token signed by a key that is not among them is replaced
 * @param longestLife no token is accepted longer after its issue, however long it was made for; empty: no such limit
 */
public record DesiredToken(
        String uid,
        String issuer,
        User user,
        SortedSet<String> audiences,
        Switches switches,
        Duration validity,
        boolean validityRequested,
        Optional<Instant> expiresAt,
        List<Instant> rotateAfter,
        RotationPolicy rotation,
        Map<KeyId, KeyState> keys,
        Optional<Duration> longestLife) {

    public DesiredToken {
        if (validity.compareTo(Duration.ofSeconds(1)) < 0) {
            throw new IllegalArgumentException("validity must be at least a second");
        }
        audiences = Collections.unmodifiableSortedSet(new TreeSet<>(audiences));
        validity = validity.truncatedTo(ChronoUnit.SECONDS);
        expiresAt = expiresAt.map(end -> end.truncatedTo(ChronoUnit.SECONDS));
        rotateAfter = List.copyOf(rotateAfter);
        keys = Map.copyOf(keys);
    }

    /** Of an issuer that limits no life. */
    public DesiredToken(
            String uid,
            String issuer,
            User user,
            SortedSet<String> audiences,
            Switches switches,
            Duration validity,
            boolean validityRequested,
            Optional<Instant> expiresAt,
            List<Instant> rotateAfter,
            RotationPolicy rotation,
            Map<KeyId, KeyState> keys) {
        this(
                uid,
                issuer,
                user,
                audiences,
                switches,
                validity,
                validityRequested,
                expiresAt,
                rotateAfter,
                rotation,
                keys,
                Optional.empty());
    }

    /** What makes a token another one: these three claims are never changed under a live token. */
    boolean sameIdentityAs(Claims claims) {
        return issuer.equals(claims.issuer()) && user.equals(claims.user()) && audiences.equals(claims.audiences());
    }

    boolean hasEnded(Instant now) {
        return expiresAt.isPresent() && !expiresAt.get().isAfter(now);
    }

    /** The earlier of an instant and the hard end. */
    Instant notPastEnd(Instant instant) {
        return expiresAt.filter(end -> end.isBefore(instant)).orElse(instant);
    }

    /** A token as far as it is accepted: a limit that became tighter ends it before its own time (rule D2). */
    public ObservedToken within(ObservedToken token) {
        return longestLife.map(token::endingAfter).orElse(token);
    }

    /**
     * @param enabled false: refused everywhere, Secret kept, no renewal
     * @param denied true while the emergency annotation stands: as disabled, whatever the spec says
     * @param suspended true: nothing is minted, but every end still acts
     */
    public record Switches(boolean enabled, boolean denied, boolean suspended) {
        public static final Switches ON = new Switches(true, false, false);
    }
}
