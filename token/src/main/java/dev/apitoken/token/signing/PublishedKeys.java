package dev.apitoken.token.signing;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What may be known of a key ring by everybody: enough to check its tokens, useless to make one.
 *
 * @param issuer claim {@code iss}
 * @param known every key, the compromised ones too
 * @param states of each of them
 */
public record PublishedKeys(String issuer, JwkSet known, Map<KeyId, KeyState> states) {
    public PublishedKeys {
        states = Collections.unmodifiableMap(new LinkedHashMap<>(states));
        if (!states.keySet().equals(known.keys().keySet())) {
            throw new IllegalArgumentException("each published key has one state");
        }
    }

    public static PublishedKeys of(KeyRing ring) {
        return new PublishedKeys(ring.issuer(), ring.allKeys(), ring.states());
    }

    /** Of an issuer of which nothing is known. */
    public static PublishedKeys none(String issuer) {
        return new PublishedKeys(issuer, JwkSet.EMPTY, Map.of());
    }

    /** What validators check with: all but the compromised, the pending ones already among them. */
    public JwkSet accepted() {
        return JwkSet.of(known.keys().values().stream()
                .filter(key -> states.get(key.id()) != KeyState.Compromised)
                .toList());
    }
}
