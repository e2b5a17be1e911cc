package dev.apitoken.token.signing;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** Makes signing keys, and brings stored ones back. */
public final class SigningKeys {
    /** An empty JSON object in base64url: as header and as payload the smallest thing a key can sign. */
    private static final String PROBE = "e30";

    private SigningKeys() {}

    /** EC keys take a millisecond, RSA keys (3072 bits) up to some seconds. */
    public static SigningKey generate(SigningAlgorithm algorithm, SecureRandom random, Instant createdAt) {
        try {
            var generator = KeyPairGenerator.getInstance(algorithm.keyType());
            var curve = algorithm.curve();
            if (curve.isPresent()) {
                generator.initialize(new ECGenParameterSpec(curve.get().platformName), random);
            } else {
                generator.initialize(KeyStrength.MIN_RSA_BITS, random);
            }
            var pair = generator.generateKeyPair();
            return signingKey(VerificationKey.of(algorithm, pair.getPublic()), pair.getPrivate(), createdAt);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java platform cannot make a key for " + algorithm, e);
        }
    }

    /**
     * @param publicHalf kept beside the private one: PKCS#8 as Java writes it carries no public EC point
     * @throws WeakKeyException if these bytes are not the private half of that key; the message shows none of them
     */
    public static SigningKey fromPkcs8(VerificationKey publicHalf, byte[] pkcs8, Instant createdAt) {
        try {
            var privateKey = KeyFactory.getInstance(publicHalf.algorithm().keyType())
                    .generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
            var key = signingKey(publicHalf, privateKey, createdAt);
            if (belongTogether(key)) {
                return key;
            }
        } catch (GeneralSecurityException | RuntimeException e) {
            // The cause is dropped on purpose: parsers like to quote what they failed to read.
        }
        throw new WeakKeyException("the private half of " + publicHalf.id() + " is corrupt or of another key");
    }

    public static byte[] toPkcs8(SigningKey key) {
        return key.privateKey().getEncoded();
    }

    private static SigningKey signingKey(VerificationKey publicHalf, PrivateKey privateHalf, Instant createdAt) {
        return new SigningKey(publicHalf, privateHalf, createdAt.truncatedTo(ChronoUnit.SECONDS));
    }

    private static boolean belongTogether(SigningKey key) {
        var signature = Base64Url.encode(Signatures.sign(key, PROBE, PROBE));
        return Signatures.verify(key.verificationKey(), PROBE + "." + PROBE + "." + signature);
    }
}
