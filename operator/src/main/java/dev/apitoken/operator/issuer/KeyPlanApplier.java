package dev.apitoken.operator.issuer;

import dev.apitoken.token.signing.KeyRing;
import dev.apitoken.token.signing.RingKey;
import dev.apitoken.token.signing.SigningAlgorithm;
import dev.apitoken.token.signing.SigningKeys;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Makes keys and writes rings: the one place where a signing key comes into being (rule C1). */
final class KeyPlanApplier {
    private final KeyRingStore store;
    private final SecureRandom random;

    KeyPlanApplier(KeyRingStore store, SecureRandom random) {
        this.store = store;
        this.random = random;
    }

    /** @return the ring that now stands in the Secret; empty when the plan is stuck */
    Optional<KeyRing> apply(IssuerId id, String issuer, KeyPlan plan, Instant now) {
        return switch (plan) {
            case KeyPlan.Keep(var ring, var wakeAt) -> Optional.of(ring);
            case KeyPlan.Stuck _ -> Optional.empty();
            case KeyPlan.Begin(var algorithm) -> {
                var ring = new KeyRing(issuer, List.of(activeKey(algorithm, now)));
                store.create(id, ring);
                yield Optional.of(ring);
            }
            case KeyPlan.Change(var ring, var version, var newKey) -> {
                var keys = new ArrayList<>(ring.keys());
                newKey.ifPresent(algorithm -> keys.add(activeKey(algorithm, now)));
                var changed = new KeyRing(issuer, keys);
                store.replace(id, changed, version);
                yield Optional.of(changed);
            }
        };
    }

    private RingKey activeKey(SigningAlgorithm algorithm, Instant now) {
        return RingKey.active(SigningKeys.generate(algorithm, random, now), now);
    }
}
