package dev.apitoken.token.signing;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.ECPoint;
import java.security.spec.ECPublicKeySpec;
import java.security.spec.KeySpec;
import java.security.spec.RSAPublicKeySpec;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;

/** One public key as JSON (RFC 7517), its members after RFC 7518 section 6. */
final class Jwk {
    private static final Set<String> COMMON = Set.of("kty", "use", "alg", "kid");
    private static final Set<String> EC = Set.of("crv", "x", "y");
    private static final Set<String> RSA = Set.of("n", "e");

    private Jwk() {}

    static void write(JsonGenerator json, VerificationKey key) throws IOException {
        json.writeStartObject();
        json.writeStringField("kty", key.algorithm().keyType());
        json.writeStringField("use", "sig");
        json.writeStringField("alg", key.algorithm().name());
        json.writeStringField("kid", key.id().value());
        switch (key.key()) {
            case ECPublicKey ec -> {
                var curve = curveOf(ec);
                json.writeStringField("crv", curve.jwkName);
                json.writeStringField("x", coordinate(ec.getW().getAffineX(), curve));
                json.writeStringField("y", coordinate(ec.getW().getAffineY(), curve));
            }
            case RSAPublicKey rsa -> {
                json.writeStringField("n", integer(rsa.getModulus()));
                json.writeStringField("e", integer(rsa.getPublicExponent()));
            }
            default -> throw new IllegalArgumentException("neither an EC nor an RSA key");
        }
        json.writeEndObject();
    }

    /** @throws IllegalArgumentException for a private or unknown member, a weak key, or a {@code kid} not its own */
    static VerificationKey read(JsonNode jwk) {
        if (!jwk.isObject()) {
            throw new IllegalArgumentException("a JWK is a JSON object");
        }
        var algorithm = SigningAlgorithm.of(text(jwk, "alg"));
        requireText(jwk, "use", "sig");
        requireText(jwk, "kty", algorithm.keyType());
        var curve = algorithm.curve();
        requireMembers(jwk, curve.isPresent() ? EC : RSA);
        KeySpec spec;
        if (curve.isPresent()) {
            requireText(jwk, "crv", curve.get().jwkName);
            var point = new ECPoint(readCoordinate(jwk, "x", curve.get()), readCoordinate(jwk, "y", curve.get()));
            spec = new ECPublicKeySpec(point, curve.get().parameters());
        } else {
            spec = new RSAPublicKeySpec(readInteger(jwk, "n"), readInteger(jwk, "e"));
        }
        return new VerificationKey(new KeyId(text(jwk, "kid")), algorithm, publicKey(algorithm, spec));
    }

    /** RFC 7638: SHA-256 of the required members alone, in the order of their names, without white space. */
    static String thumbprint(PublicKey key) {
        var json = switch (key) {
            case ECPublicKey ec -> {
                var curve = curveOf(ec);
                yield "{\"crv\":\"" + curve.jwkName + "\",\"kty\":\"EC\",\"x\":\""
                        + coordinate(ec.getW().getAffineX(), curve) + "\",\"y\":\""
                        + coordinate(ec.getW().getAffineY(), curve) + "\"}";
            }
            case RSAPublicKey rsa ->
                "{\"e\":\"" + integer(rsa.getPublicExponent()) + "\",\"kty\":\"RSA\",\"n\":\""
                        + integer(rsa.getModulus()) + "\"}";
            default -> throw new IllegalArgumentException("neither an EC nor an RSA key");
        };
        try {
            var hash = MessageDigest.getInstance("SHA-256").digest(json.getBytes(StandardCharsets.US_ASCII));
            return Base64Url.encode(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    private static Curve curveOf(ECPublicKey key) {
        for (var curve : Curve.values()) {
            if (curve.hasParameters(key.getParams())) {
                return curve;
            }
        }
        throw new WeakKeyException("the key's curve is none of P-256, P-384, P-521");
    }

    private static PublicKey publicKey(SigningAlgorithm algorithm, KeySpec spec) {
        try {
            return KeyFactory.getInstance(algorithm.keyType()).generatePublic(spec);
        } catch (GeneralSecurityException e) {
            throw new WeakKeyException("not a sound " + algorithm + " key");
        }
    }

    /** A private member in a public place is a leak to be noticed, not one to be skipped. */
    private static void requireMembers(JsonNode jwk, Set<String> ofType) {
        var expected = new TreeSet<>(COMMON);
        expected.addAll(ofType);
        var present = new TreeSet<String>();
        jwk.fieldNames().forEachRemaining(present::add);
        if (!present.equals(expected)) {
            throw new IllegalArgumentException("a JWK has exactly the members " + expected);
        }
    }

    private static void requireText(JsonNode jwk, String member, String expected) {
        if (!text(jwk, member).equals(expected)) {
            throw new IllegalArgumentException("the JWK member " + member + " must be " + expected);
        }
    }

    private static String text(JsonNode jwk, String member) {
        var node = jwk.get(member);
        if (node == null || !node.isTextual()) {
            throw new IllegalArgumentException("the JWK member " + member + " must be a string");
        }
        return node.textValue();
    }

    private static BigInteger readCoordinate(JsonNode jwk, String member, Curve curve) {
        var bytes = bytes(jwk, member);
        if (bytes.length != curve.bytes) {
            throw new IllegalArgumentException("the JWK member " + member + " must have " + curve.bytes + " bytes");
        }
        return new BigInteger(1, bytes);
    }

    private static BigInteger readInteger(JsonNode jwk, String member) {
        var bytes = bytes(jwk, member);
        if (bytes.length == 0 || bytes[0] == 0) {
            throw new IllegalArgumentException("the JWK member " + member + " must have no leading zero byte");
        }
        return new BigInteger(1, bytes);
    }

    private static byte[] bytes(JsonNode jwk, String member) {
        return Base64Url.decode(text(jwk, member))
                .orElseThrow(() -> new IllegalArgumentException("the JWK member " + member + " must be base64url"));
    }

    /** As many bytes as the field has (RFC 7518 section 6.2.1.2). */
    private static String coordinate(BigInteger value, Curve curve) {
        var padded = new byte[curve.bytes];
        var magnitude = magnitude(value);
        System.arraycopy(magnitude, 0, padded, padded.length - magnitude.length, magnitude.length);
        return Base64Url.encode(padded);
    }

    /** As few bytes as possible (RFC 7518 section 2, Base64urlUInt). */
    private static String integer(BigInteger value) {
        return Base64Url.encode(magnitude(value));
    }

    private static byte[] magnitude(BigInteger value) {
        var bytes = value.toByteArray();
        if (bytes.length > 1 && bytes[0] == 0) {
            return Arrays.copyOfRange(bytes, 1, bytes.length);
        }
        return bytes;
    }
}
