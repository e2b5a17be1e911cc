package dev.apitoken.token.signing;

import java.util.Optional;

/** The signature algorithms a key may have (RFC 7518 section 3.1). No HMAC: a validator must not be able to sign. */
public enum SigningAlgorithm {
    ES256(Curve.P256),
    ES384(Curve.P384),
    ES512(Curve.P521),
    RS256,
    RS384,
    RS512;

    private final Optional<Curve> curve;

    SigningAlgorithm() {
        this.curve = Optional.empty();
    }

    SigningAlgorithm(Curve curve) {
        this.curve = Optional.of(curve);
    }

    /** The only curve its keys may have; empty: RSA. */
    Optional<Curve> curve() {
        return curve;
    }

    /** As {@link java.security.KeyFactory} and {@link java.security.KeyPairGenerator} call it. */
    String keyType() {
        return curve.isPresent() ? "EC" : "RSA";
    }

    /** @throws IllegalArgumentException for every other name, {@code none} and the HMAC family among them */
    public static SigningAlgorithm of(String name) {
        for (var algorithm : values()) {
            if (algorithm.name().equals(name)) {
                return algorithm;
            }
        }
        throw new IllegalArgumentException("the algorithm must be one of ES256, ES384, ES512, RS256, RS384, RS512");
    }
}
