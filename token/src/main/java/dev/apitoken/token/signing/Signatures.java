package dev.apitoken.token.signing;

import com.auth0.jwt.JWT;
import com.auth0.jwt.algorithms.Algorithm;
import com.auth0.jwt.exceptions.SignatureVerificationException;
import java.nio.charset.StandardCharsets;
import java.security.PrivateKey;
import java.security.SignatureException;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPrivateKey;
import java.security.interfaces.RSAPublicKey;
import org.jspecify.annotations.Nullable;

/**
 * The JWT library, for the one thing it is used for: the signature over two encoded parts. It is chosen by the key's
 * own algorithm; what a token's header names never reaches it.
 */
final class Signatures {
    private Signatures() {}

    static byte[] sign(SigningKey key, String header, String payload) {
        return algorithm(key.verificationKey(), key.privateKey())
                .sign(header.getBytes(StandardCharsets.US_ASCII), payload.getBytes(StandardCharsets.US_ASCII));
    }

    /**
     * @param compact read strictly before: the library's own reading is lenient, and throws on a header of null
     * @throws SignatureCheckException if the platform cannot tell
     */
    static boolean verify(VerificationKey key, String compact) {
        try {
            algorithm(key, null).verify(JWT.decode(compact));
            return true;
        } catch (SignatureVerificationException e) {
            // The library reports a missing or failing provider by the same exception as a bad signature.
            if (e.getCause() == null || e.getCause() instanceof SignatureException) {
                return false;
            }
            throw new SignatureCheckException(key.algorithm(), e.getCause());
        }
    }

    private static Algorithm algorithm(VerificationKey key, @Nullable PrivateKey secret) {
        return switch (key.algorithm()) {
            case ES256 -> Algorithm.ECDSA256((ECPublicKey) key.key(), (ECPrivateKey) secret);
            case ES384 -> Algorithm.ECDSA384((ECPublicKey) key.key(), (ECPrivateKey) secret);
            case ES512 -> Algorithm.ECDSA512((ECPublicKey) key.key(), (ECPrivateKey) secret);
            case RS256 -> Algorithm.RSA256((RSAPublicKey) key.key(), (RSAPrivateKey) secret);
            case RS384 -> Algorithm.RSA384((RSAPublicKey) key.key(), (RSAPrivateKey) secret);
            case RS512 -> Algorithm.RSA512((RSAPublicKey) key.key(), (RSAPrivateKey) secret);
        };
    }
}
