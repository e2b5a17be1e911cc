package dev.apitoken.token.signing;

import java.security.PrivateKey;
import java.time.Instant;

/** A key pair that signs. Its private half never shows in text. */
public final class SigningKey {
    private final VerificationKey verificationKey;
    private final PrivateKey privateKey;
    private final Instant createdAt;

    SigningKey(VerificationKey verificationKey, PrivateKey privateKey, Instant createdAt) {
        this.verificationKey = verificationKey;
        this.privateKey = privateKey;
        this.createdAt = createdAt;
    }

    public KeyId id() {
        return verificationKey.id();
    }

    public SigningAlgorithm algorithm() {
        return verificationKey.algorithm();
    }

    public VerificationKey verificationKey() {
        return verificationKey;
    }

    public Instant createdAt() {
        return createdAt;
    }

    PrivateKey privateKey() {
        return privateKey;
    }

    @Override
    public String toString() {
        return "SigningKey[" + id() + ", " + algorithm() + "]";
    }
}
