package dev.apitoken.token.signing;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * A signing key and where it stands in its life.
 *
 * @param activeAt when it began to sign, whole seconds; empty while Pending
 * @param lastSignedExpiry once it signs no more: when the last token it signed ends at the latest
 */
public record RingKey(SigningKey key, KeyState state, Optional<Instant> activeAt, Optional<Instant> lastSignedExpiry) {
    public RingKey {
        activeAt = activeAt.map(at -> at.truncatedTo(ChronoUnit.SECONDS));
        lastSignedExpiry = lastSignedExpiry.map(at -> at.truncatedTo(ChronoUnit.SECONDS));
    }

    public static RingKey pending(SigningKey key) {
        return new RingKey(key, KeyState.Pending, Optional.empty(), Optional.empty());
    }

    public static RingKey active(SigningKey key, Instant activeAt) {
        return pending(key).activated(activeAt);
    }

    public KeyId id() {
        return key.id();
    }

    /** @throws IllegalStateException unless it is Pending: a key that stopped signing never signs again */
    public RingKey activated(Instant at) {
        require(KeyState.Pending);
        return new RingKey(key, KeyState.Active, Optional.of(at), Optional.empty());
    }

    /** @throws IllegalStateException unless it is Active */
    public RingKey retired(Instant lastSignedExpiry) {
        require(KeyState.Active);
        return new RingKey(key, KeyState.Retiring, activeAt, Optional.of(lastSignedExpiry));
    }

    /** From any state, and for ever. */
    public RingKey compromised() {
        return new RingKey(key, KeyState.Compromised, activeAt, lastSignedExpiry);
    }

    private void require(KeyState expected) {
        if (state != expected) {
            throw new IllegalStateException("key " + id() + " is " + state + ", not " + expected);
        }
    }
}
