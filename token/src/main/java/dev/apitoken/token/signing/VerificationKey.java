package dev.apitoken.token.signing;

import java.security.PublicKey;

/**
 * The public half of a signing key. One key has one algorithm (RFC 8725 section 3.1); a token's header cannot choose.
 * There is none that is weak, of another curve than its algorithm's, or under another id than its own.
 */
public record VerificationKey(KeyId id, SigningAlgorithm algorithm, PublicKey key) {
    /** @throws WeakKeyException as {@link KeyStrength} says */
    public VerificationKey {
        KeyStrength.require(algorithm, key);
        if (!id.equals(KeyId.of(key))) {
            throw new IllegalArgumentException("the key id is not the thumbprint of the key");
        }
    }

    public static VerificationKey of(SigningAlgorithm algorithm, PublicKey key) {
        KeyStrength.require(algorithm, key);
        return new VerificationKey(KeyId.of(key), algorithm, key);
    }
}
