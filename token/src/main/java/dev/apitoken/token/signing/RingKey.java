package dev.apitoken.token.signing;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * A signing key and where it stands in its life.
 *
 * @param publishedAt since when every access document that needs it has it, whole seconds; empty: not seen there yet
 * @param activeAt when it began to sign, whole seconds; empty while Pending
 * @param lastSignedExpiry once it signs no more: when the last token it signed ends at the latest
 */
public record RingKey(
        SigningKey key,
        KeyState state,
        Optional<Instant> publishedAt,
        Optional<Instant> activeAt,
        Optional<Instant> lastSignedExpiry) {
    public RingKey {
        publishedAt = publishedAt.map(at -> at.truncatedTo(ChronoUnit.SECONDS));
        activeAt = activeAt.map(at -> at.truncatedTo(ChronoUnit.SECONDS));
        lastSignedExpiry = lastSignedExpiry.map(at -> at.truncatedTo(ChronoUnit.SECONDS));
    }

    public static RingKey pending(SigningKey key) {
        return new RingKey(key, KeyState.Pending, Optional.empty(), Optional.empty(), Optional.empty());
    }

    public static RingKey active(SigningKey key, Instant activeAt) {
        return pending(key).activated(activeAt);
    }

    public KeyId id() {
        return key.id();
    }

    /** @throws IllegalStateException unless it is Pending */
    public RingKey published(Instant at) {
        require(KeyState.Pending);
        return new RingKey(key, state, Optional.of(at), Optional.empty(), Optional.empty());
    }

    /** @throws IllegalStateException unless it is Pending: a key that stopped signing never signs again */
    public RingKey activated(Instant at) {
        require(KeyState.Pending);
        return new RingKey(key, KeyState.Active, publishedAt, Optional.of(at), Optional.empty());
    }

    /** @throws IllegalStateException unless it is Active */
    public RingKey retired(Instant lastSignedExpiry) {
        require(KeyState.Active);
        return new RingKey(key, KeyState.Retiring, publishedAt, activeAt, Optional.of(lastSignedExpiry));
    }

    /** From any state, and for ever. */
    public RingKey compromised() {
        return new RingKey(key, KeyState.Compromised, publishedAt, activeAt, lastSignedExpiry);
    }

    /** As {@link #compromised()}, of a key that may have signed. */
    public RingKey compromised(Instant lastSignedExpiry) {
        return new RingKey(key, KeyState.Compromised, publishedAt, activeAt, Optional.of(lastSignedExpiry));
    }

    private void require(KeyState expected) {
        if (state != expected) {
            throw new IllegalStateException("key " + id() + " is " + state + ", not " + expected);
        }
    }
}
