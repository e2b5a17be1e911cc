package dev.apitoken.token.signing;

import java.math.BigInteger;
import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;

/** What a key must be before it verifies or signs anything (RFC 8725 section 3.5). */
final class KeyStrength {
    static final int MIN_RSA_BITS = 3072;

    /** Beyond this a signature no longer fits into a token of 4 KiB together with its claims, and checks grow slow. */
    private static final int MAX_RSA_BITS = 8192;

    private static final BigInteger MIN_EXPONENT = BigInteger.valueOf(65537);

    /** FIPS 186-5 section A.1.1: a public exponent is odd and below 2^256. */
    private static final int MAX_EXPONENT_BITS = 256;

    private KeyStrength() {}

    static void require(SigningAlgorithm algorithm, PublicKey key) {
        var curve = algorithm.curve();
        if (curve.isPresent()) {
            requireOnCurve(algorithm, curve.get(), key);
        } else {
            requireStrongRsa(algorithm, key);
        }
    }

    private static void requireOnCurve(SigningAlgorithm algorithm, Curve curve, PublicKey key) {
        if (!(key instanceof ECPublicKey ec) || !curve.hasParameters(ec.getParams())) {
            throw new WeakKeyException(algorithm + " needs a key of the curve " + curve.jwkName);
        }
        if (!curve.contains(ec.getW())) {
            throw new WeakKeyException("not a point of the curve " + curve.jwkName);
        }
    }

    private static void requireStrongRsa(SigningAlgorithm algorithm, PublicKey key) {
        if (!(key instanceof RSAPublicKey rsa)) {
            throw new WeakKeyException(algorithm + " needs an RSA key");
        }
        int bits = rsa.getModulus().bitLength();
        if (bits < MIN_RSA_BITS || bits > MAX_RSA_BITS) {
            throw new WeakKeyException(
                    "an RSA key must have " + MIN_RSA_BITS + " to " + MAX_RSA_BITS + " bits, not " + bits);
        }
        if (!rsa.getModulus().testBit(0)) {
            throw new WeakKeyException("an RSA modulus must be odd");
        }
        var exponent = rsa.getPublicExponent();
        if (exponent.compareTo(MIN_EXPONENT) < 0 || !exponent.testBit(0) || exponent.bitLength() > MAX_EXPONENT_BITS) {
            throw new WeakKeyException("an RSA public exponent must be odd, at least 65537 and below 2^256");
        }
    }
}
