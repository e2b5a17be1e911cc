package dev.apitoken.operator.issuer;

import dev.apitoken.crds.IssuerSpec;
import dev.apitoken.crds.TokenIssuerSpec;
import dev.apitoken.operator.kubernetes.ObjectName;
import dev.apitoken.token.signing.KeyId;
import dev.apitoken.token.signing.KeyRing;
import dev.apitoken.token.signing.RingKey;
import dev.apitoken.token.signing.SigningAlgorithm;
import dev.apitoken.token.signing.SigningKeys;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** An issuer and its surroundings, as a test changes them. Starts as the defaults are, its keys published at once. */
final class GivenIssuer {
    static final String CLAIM = "urn:apitoken:cluster:ns:name";
    static final SecureRandom RANDOM = new SecureRandom();

    String algorithm = "ES256";
    String period = "90d";
    String publishBefore = "24h";

    @Nullable
    String rotateAfter;

    List<String> compromised = List.of();
    boolean hadKeys = true;
    int ringsBeside;
    final Set<KeyId> everCompromised = new HashSet<>();
    final Set<KeyId> unpublished = new HashSet<>();
    final Map<KeyId, KeyUse> uses = new HashMap<>();

    static RingKey pending(Instant createdAt) {
        return RingKey.pending(SigningKeys.generate(SigningAlgorithm.ES256, RANDOM, createdAt));
    }

    static RingKey active(Instant createdAt) {
        return pending(createdAt).activated(createdAt);
    }

    static KeyRing ring(RingKey... keys) {
        return new KeyRing(CLAIM, List.of(keys));
    }

    IssuerSpec spec() {
        var byDefault = TokenIssuerSpec.DEFAULTS;
        return new TokenIssuerSpec(
                null,
                algorithm,
                new IssuerSpec.KeyRotation(period, publishBefore, rotateAfter),
                compromised,
                byDefault.accounts(),
                byDefault.unusedAfter(),
                byDefault.defaults(),
                byDefault.limits());
    }

    KeyPlan plan(StoredKeys stored, Instant now) {
        return KeyRollover.plan(facts(stored), now);
    }

    KeyPlan plan(KeyRing ring, Instant now) {
        return plan(new StoredKeys.Readable(ring, "7"), now);
    }

    IssuerFacts facts(StoredKeys stored) {
        return new IssuerFacts(
                spec(),
                CLAIM,
                new ObjectName("apitoken-system", "keys"),
                stored,
                hadKeys,
                everCompromised,
                key -> !unpublished.contains(key),
                () -> ringsBeside,
                key -> uses.getOrDefault(key, KeyUse.NONE));
    }

    /** What stands in the Secret once everything that is due has been written, with nothing happening in between. */
    KeyRing settled(KeyRing ring, Instant now) {
        var current = ring;
        for (int pass = 0; pass < 10; pass++) {
            if (!(plan(current, now) instanceof KeyPlan.Change change)) {
                return current;
            }
            current = written(change, now);
        }
        throw new AssertionError("keys are rewritten without end");
    }

    /** As {@link #settled}, hour by hour. */
    KeyRing after(KeyRing ring, Instant from, Duration time) {
        var current = ring;
        for (var now = from; now.isBefore(from.plus(time)); now = now.plus(Duration.ofHours(1))) {
            current = settled(current, now);
        }
        return settled(current, from.plus(time));
    }

    static KeyRing written(KeyPlan.Change change, Instant now) {
        var keys = new ArrayList<>(change.ring().keys());
        change.newKey().ifPresent(wanted -> {
            var key = RingKey.pending(SigningKeys.generate(wanted.algorithm(), RANDOM, wanted.createdAt()));
            keys.add(wanted.start() == NewKey.Start.Active ? key.activated(now) : key);
        });
        return new KeyRing(change.ring().issuer(), keys);
    }
}
