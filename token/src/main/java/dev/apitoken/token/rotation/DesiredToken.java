package dev.apitoken.token.rotation;

import dev.apitoken.token.User;
import dev.apitoken.token.signing.KeyId;
import dev.apitoken.token.signing.KeyState;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;

/**
 * What an ApiToken and its issuer ask for, with every default filled in.
 *
 * @param uid of the ApiToken; seeds the jitter
 * @param switches what its author turned off
 * @param validity life of the next token, inside the issuer's limits
 * @param validityRequested true when the spec names the validity itself: then a change of it re-issues at once; a
 *     changed default waits for the next renewal
 * @param expiresAt the hard end
 * @param rotateAfter from spec and annotation: a token issued before any of these instants is stale once it is reached
 * @param keys every key of the issuer and its state; a token signed by a key that is not among them is replaced
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
        Map<KeyId, KeyState> keys) {

    /**
     * @param enabled false: refused everywhere, Secret kept, no renewal
     * @param denied true while the emergency annotation stands: as disabled, whatever the spec says
     * @param suspended true: nothing is minted, but every end still acts
     */
    public record Switches(boolean enabled, boolean denied, boolean suspended) {
        public static final Switches ON = new Switches(true, false, false);
    }
}
