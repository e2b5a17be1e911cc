package dev.apitoken.token.signing;

import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.SortedMap;
import java.util.TreeMap;

/** Public keys by key id (RFC 7517). Only indexed by what a token's header says, never extended by it. */
public record JwkSet(SortedMap<KeyId, VerificationKey> keys) {
    public JwkSet {
        var sorted = new TreeMap<KeyId, VerificationKey>(Comparator.comparing(KeyId::value));
        sorted.putAll(keys);
        keys = Collections.unmodifiableSortedMap(sorted);
    }

    public static JwkSet of(Collection<VerificationKey> keys) {
        var sorted = new TreeMap<KeyId, VerificationKey>(Comparator.comparing(KeyId::value));
        keys.forEach(key -> sorted.put(key.id(), key));
        return new JwkSet(sorted);
    }
}
