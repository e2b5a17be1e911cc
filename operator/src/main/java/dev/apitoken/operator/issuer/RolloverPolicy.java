package dev.apitoken.operator.issuer;

import dev.apitoken.crds.IssuerSpec;
import dev.apitoken.token.TokenDuration;
import dev.apitoken.token.signing.RingKey;
import dev.apitoken.token.signing.SigningAlgorithm;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * When an issuer's signing key is replaced, and by what.
 *
 * @param algorithm of new keys; an active key of another one is due
 * @param period how long a key signs
 * @param publishBefore how long a key is published before it signs, shorter than the period
 * @param rotateAfter once reached, a key made before it is due
 */
record RolloverPolicy(
        SigningAlgorithm algorithm, Duration period, Duration publishBefore, Optional<Instant> rotateAfter) {

    /**
     * Checks again what the CRD checks: the CRD in the cluster may be an older one.
     *
     * @throws IllegalArgumentException names the field
     */
    static RolloverPolicy of(IssuerSpec spec) {
        var rotation = spec.keyRotation();
        var policy = new RolloverPolicy(
                reading("spec.algorithm", () -> SigningAlgorithm.of(spec.algorithm())),
                reading("spec.keyRotation.period", () -> TokenDuration.parse(rotation.period())),
                reading("spec.keyRotation.publishBefore", () -> TokenDuration.parse(rotation.publishBefore())),
                reading(
                        "spec.keyRotation.rotateAfter",
                        () -> Optional.ofNullable(rotation.rotateAfter())
                                .map(text -> OffsetDateTime.parse(text.toUpperCase(Locale.ROOT))
                                        .toInstant())));
        if (policy.publishBefore.compareTo(policy.period) >= 0) {
            throw new IllegalArgumentException("spec.keyRotation.publishBefore must be shorter than period");
        }
        return policy;
    }

    /** While the spec cannot be read: no key falls due, and one that must be replaced gets its like. */
    static RolloverPolicy holding(SigningAlgorithm algorithm) {
        return new RolloverPolicy(algorithm, TokenDuration.MAX, Duration.ZERO, Optional.empty());
    }

    /** When a key that signs is to be replaced. */
    Instant due(RingKey active, Instant now) {
        var since = active.activeAt().orElse(active.key().createdAt());
        boolean atOnce = active.key().algorithm() != algorithm || isStale(active, now);
        return atOnce ? since : since.plus(period);
    }

    /** Made before an instant of {@code rotateAfter} that has been reached. */
    boolean isStale(RingKey key, Instant now) {
        return reachedRotateAfter(now)
                .filter(at -> key.key().createdAt().isBefore(at))
                .isPresent();
    }

    /**
     * For a key made now. Whole seconds are kept of it, so one made in the very second of a {@code rotateAfter} is dated
     * to the next: it must not look older than what it was made for.
     */
    Instant creationTime(Instant now) {
        var second = now.truncatedTo(ChronoUnit.SECONDS);
        return reachedRotateAfter(now).filter(at -> at.isAfter(second)).orElse(second);
    }

    private Optional<Instant> reachedRotateAfter(Instant now) {
        return rotateAfter.filter(at -> !at.isAfter(now)).map(RolloverPolicy::wholeSecondsUp);
    }

    private static Instant wholeSecondsUp(Instant at) {
        var second = at.truncatedTo(ChronoUnit.SECONDS);
        return second.equals(at) ? at : second.plusSeconds(1);
    }

    private static <T> T reading(String field, Supplier<T> reader) {
        try {
            return reader.get();
        } catch (DateTimeException e) {
            throw new IllegalArgumentException(field + " must be an instant like 2027-01-01T00:00:00Z", e);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(field + ": " + e.getMessage(), e);
        }
    }
}
