package dev.apitoken.operator.issuer;

import dev.apitoken.token.signing.KeyId;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiPredicate;

/**
 * Whether a pending key has reached every access document. One that cannot be written must not hold up a roll over for
 * ever: after a while it is not waited for. Its validators lose nothing, for they get a token and its key together.
 */
final class Publication {
    private static final Duration LONGEST_WAIT = Duration.ofMinutes(10);

    private final BiPredicate<String, KeyId> documents;
    private final Map<KeyId, Instant> waitingSince = new ConcurrentHashMap<>();

    /** @param documents whether all that list tokens of an issuer (claim {@code iss}) have a key */
    Publication(BiPredicate<String, KeyId> documents) {
        this.documents = documents;
    }

    boolean isComplete(String issuer, KeyId key, Instant now) {
        var since = waitingSince.computeIfAbsent(key, any -> now);
        boolean complete =
                documents.test(issuer, key) || !since.plus(LONGEST_WAIT).isAfter(now);
        if (complete) {
            waitingSince.remove(key);
        }
        return complete;
    }
}
