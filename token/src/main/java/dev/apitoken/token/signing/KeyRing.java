package dev.apitoken.token.signing;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Every key of one issuer. At most one signs.
 *
 * @param issuer claim {@code iss} of what they sign
 * @param keys each once, oldest first
 */
public record KeyRing(String issuer, List<RingKey> keys) {
    private static final Comparator<RingKey> OLDEST_FIRST = Comparator.comparing(
                    (RingKey key) -> key.key().createdAt())
            .thenComparing(key -> key.id().value());

    public KeyRing {
        keys = keys.stream().sorted(OLDEST_FIRST).toList();
        var ids = new HashSet<KeyId>();
        if (!keys.stream().allMatch(key -> ids.add(key.id()))) {
            throw new IllegalArgumentException("a key ring holds each key once");
        }
        if (keys.stream().filter(key -> key.state() == KeyState.Active).count() > 1) {
            throw new IllegalArgumentException("a key ring has at most one active key");
        }
    }

    /** The key that signs; empty when none may: a ring without one mints nothing. */
    public Optional<RingKey> active() {
        return keys.stream().filter(key -> key.state() == KeyState.Active).findFirst();
    }

    public Optional<RingKey> find(KeyId id) {
        return keys.stream().filter(key -> key.id().equals(id)).findFirst();
    }

    public Map<KeyId, KeyState> states() {
        var states = new LinkedHashMap<KeyId, KeyState>();
        keys.forEach(key -> states.put(key.id(), key.state()));
        return states;
    }

    /** What validators check with: all but the compromised, the pending ones already among them. */
    public JwkSet publishedKeys() {
        return JwkSet.of(keys.stream()
                .filter(key -> key.state() != KeyState.Compromised)
                .map(key -> key.key().verificationKey())
                .toList());
    }

    /** What the operator reads its own tokens with: all, for it must recognise what a compromised key signed. */
    public JwkSet allKeys() {
        return JwkSet.of(keys.stream().map(key -> key.key().verificationKey()).toList());
    }

    /** With this key added, or in place of the one of the same id. */
    public KeyRing with(RingKey changed) {
        var others = new ArrayList<>(without(changed.id()).keys());
        others.add(changed);
        return new KeyRing(issuer, others);
    }

    public KeyRing without(KeyId id) {
        return new KeyRing(
                issuer, keys.stream().filter(key -> !key.id().equals(id)).toList());
    }
}
