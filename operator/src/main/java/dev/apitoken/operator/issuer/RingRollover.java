package dev.apitoken.operator.issuer;

import dev.apitoken.operator.issuer.NewKey.Start;
import dev.apitoken.token.signing.KeyRing;
import dev.apitoken.token.signing.KeyState;
import dev.apitoken.token.signing.RingKey;
import dev.apitoken.token.signing.SigningAlgorithm;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Moves the keys of a ring through their states: Pending, Active, Retiring, gone; Compromised at any time. Steps in a
 * fixed order, each from one ring to the next; what comes out is written at once.
 */
final class RingRollover {
    /** A clock that is a day ahead must not remove a key whose tokens are still good (rule F10). */
    static final Duration KEPT_AFTER_LAST_END = Duration.ofHours(48);

    /** A pending key stays although its turn has moved away by this much, lest a wavering clock make and drop keys. */
    static final Duration CHANGE_OF_MIND = Duration.ofHours(24);

    /** With that many keys a roll over waits until old ones have gone; one that is compromised is always replaced. */
    static final int MAX_KEYS = 32;

    private final IssuerFacts facts;
    private final RolloverPolicy policy;
    private final Instant now;

    RingRollover(IssuerFacts facts, RolloverPolicy policy, Instant now) {
        this.facts = facts;
        this.policy = policy;
        this.now = now;
    }

    /** To tell of a ring; nothing falls due by a spec that cannot be read. */
    static RingRollover of(IssuerFacts facts, Instant now) {
        try {
            return new RingRollover(facts, RolloverPolicy.of(facts.spec()), now);
        } catch (IllegalArgumentException e) {
            return new RingRollover(facts, RolloverPolicy.holding(SigningAlgorithm.ES256), now);
        }
    }

    KeyPlan plan(KeyRing ring, String version) {
        var next = new KeyRing(facts.issuer(), ring.keys());
        next = withCompromised(next);
        next = withoutRemovable(next);
        next = withoutUnwanted(next);
        next = withPublished(next);
        next = rolledOver(next);
        var newKey = newKey(next);
        return newKey.isEmpty() && next.equals(ring)
                ? new KeyPlan.Keep(ring, wakeAt(ring))
                : new KeyPlan.Change(ring, next, version, newKey);
    }

    /** When a key is removed; empty: it still signs or will, or a token of it has an unknown end. */
    Optional<Instant> removableAt(RingKey key) {
        return switch (key.state()) {
            case Pending, Active -> Optional.empty();
            case Retiring, Compromised ->
                switch (facts.uses().apply(key.id())) {
                    case KeyUse.Unknown() -> Optional.empty();
                    case KeyUse.Until(var lastEnd) ->
                        key.lastSignedExpiry().map(end -> later(end, lastEnd).plus(KEPT_AFTER_LAST_END));
                };
        };
    }

    /** When a key began to sign, or will; empty: nobody can tell yet. */
    Optional<Instant> activeAt(KeyRing ring, RingKey key) {
        return key.state() != KeyState.Pending
                ? key.activeAt()
                : key.publishedAt()
                        .map(at -> at.plus(policy.publishBefore()))
                        .flatMap(ready -> ring.active().map(active -> later(ready, policy.due(active, now))));
    }

    /**
     * Once compromised, always: a key taken off the list does not come back (rule C7). A pending one beside it goes too:
     * both stood in the same Secret, and whoever read one has read the other.
     */
    private KeyRing withCompromised(KeyRing ring) {
        var stolen = ring.keys().stream()
                .filter(key -> facts.isCompromised(key.id()))
                .filter(key -> key.state() != KeyState.Compromised)
                .toList();
        var unending = ring.keys().stream()
                .filter(key -> key.state() == KeyState.Compromised
                        && key.lastSignedExpiry().isEmpty())
                .toList();
        var next = stolen.isEmpty() ? ring : without(ring, pending(ring).filter(key -> !stolen.contains(key)));
        for (var key : Stream.concat(stolen.stream(), unending.stream()).toList()) {
            next = next.with(key.compromised(lastEnd(key)));
        }
        return next;
    }

    private KeyRing withoutRemovable(KeyRing ring) {
        return without(
                ring,
                ring.keys().stream()
                        .filter(key ->
                                removableAt(key).filter(at -> !at.isAfter(now)).isPresent()));
    }

    /** Of another algorithm, itself made before a rotateAfter, one too many, or not needed for long yet. */
    private KeyRing withoutUnwanted(KeyRing ring) {
        var wanted = pending(ring).filter(key -> isWanted(ring, key)).findFirst();
        return without(ring, pending(ring).filter(key -> !wanted.equals(Optional.of(key))));
    }

    private boolean isWanted(KeyRing ring, RingKey pending) {
        return pending.key().algorithm() == policy.algorithm()
                && !policy.isStale(pending, now)
                && ring.active()
                        .filter(active -> !policy.due(active, now)
                                .isAfter(now.plus(policy.publishBefore()).plus(CHANGE_OF_MIND)))
                        .isPresent();
    }

    private KeyRing withPublished(KeyRing ring) {
        return pending(ring)
                .filter(key -> key.publishedAt().isEmpty() && facts.published().test(key.id()))
                .findFirst()
                .map(key -> ring.with(key.published(now)))
                .orElse(ring);
    }

    /** The next key takes over when the active one is due and the next has been published for long enough (rule C5). */
    private KeyRing rolledOver(KeyRing ring) {
        var active = ring.active().filter(key -> !policy.due(key, now).isAfter(now));
        var next = pending(ring)
                .filter(key ->
                        activeAt(ring, key).filter(at -> !at.isAfter(now)).isPresent())
                .findFirst();
        return active.isPresent() && next.isPresent()
                ? ring.with(active.get().retired(lastEnd(active.get())))
                        .with(next.get().activated(now))
                : ring;
    }

    /**
     * Without an active key one is made that signs at once: validators get keys and digests in one document, so none of
     * them meets a token of a key it does not know. Ahead of a roll over one is made to be published.
     */
    private Optional<NewKey> newKey(KeyRing ring) {
        if (ring.active().isEmpty()) {
            return Optional.of(newKey(Start.Active));
        }
        boolean soon = !policy.due(ring.active().get(), now)
                .minus(policy.publishBefore())
                .isAfter(now);
        return soon && pending(ring).findAny().isEmpty() && ring.keys().size() < MAX_KEYS
                ? Optional.of(newKey(Start.Pending))
                : Optional.empty();
    }

    private NewKey newKey(Start start) {
        return new NewKey(policy.algorithm(), start, policy.creationTime(now));
    }

    /** Known of the tokens there are. One being signed at this moment is covered by what is kept on top. */
    private Instant lastEnd(RingKey key) {
        return facts.uses().apply(key.id()) instanceof KeyUse.Until(var end) ? later(end, now) : now;
    }

    private Optional<Instant> wakeAt(KeyRing ring) {
        var removals = ring.keys().stream().flatMap(key -> removableAt(key).stream());
        var activations = pending(ring).flatMap(key -> activeAt(ring, key).stream());
        var due = ring.active().stream()
                .map(active -> policy.due(active, now))
                .flatMap(at -> Stream.of(at, at.minus(policy.publishBefore())));
        return Stream.of(removals, activations, due, policy.rotateAfter().stream())
                .flatMap(instants -> instants)
                .filter(at -> at.isAfter(now))
                .min(Comparator.naturalOrder());
    }

    private static Stream<RingKey> pending(KeyRing ring) {
        return ring.keys().stream().filter(key -> key.state() == KeyState.Pending);
    }

    private static KeyRing without(KeyRing ring, Stream<RingKey> gone) {
        List<RingKey> keys = gone.toList();
        return new KeyRing(
                ring.issuer(),
                ring.keys().stream().filter(key -> !keys.contains(key)).toList());
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }
}
