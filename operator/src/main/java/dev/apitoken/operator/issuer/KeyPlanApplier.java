package dev.apitoken.operator.issuer;

import dev.apitoken.token.signing.KeyRing;
import dev.apitoken.token.signing.RingKey;
import dev.apitoken.token.signing.SigningKeys;
import java.security.SecureRandom;
import java.time.Instant;
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
                var first = new NewKey(algorithm, NewKey.Start.Active, now);
                var ring = new KeyRing(issuer, List.of(made(first, now)));
                store.create(id, ring);
                yield Optional.of(ring);
            }
            case KeyPlan.Change(var before, var ring, var version, var newKey) -> {
                var changed = newKey.map(key -> ring.with(made(key, now))).orElse(ring);
                store.replace(id, changed, version);
                yield Optional.of(changed);
            }
        };
    }

    private RingKey made(NewKey wanted, Instant now) {
        var key = SigningKeys.generate(wanted.algorithm(), random, wanted.createdAt());
        return switch (wanted.start()) {
            case Pending -> RingKey.pending(key);
            case Active -> RingKey.active(key, now);
        };
    }
}
