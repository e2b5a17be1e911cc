package dev.apitoken.token.signing;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * Asks the platform at start whether it still tells good signatures from bad ones: some releases of Java accepted an
 * EC signature of zeros over anything (CVE-2022-21449). Whoever calls this must not get ready when it throws.
 *
 * <p>The keys and the good signatures are constants made once; their private halves were never kept.
 */
public final class SignatureSelfTest {
    private static final String SIGNED = "e30.e30";
    private static final String NEVER_SIGNED = "e30.eyJhIjoxfQ";

    private SignatureSelfTest() {}

    /** What is asked: whether this key signed this compact token. May throw what a platform throws. */
    interface Platform {
        boolean verify(VerificationKey key, String compact);
    }

    /** @throws IllegalStateException naming the algorithm and the forgery, if one passes or a good signature does not */
    public static void run() {
        run(Signatures::verify);
    }

    static void run(Platform platform) {
        for (var sample : samples()) {
            var key = Jwk.read(sample.required("jwk"));
            var good =
                    Base64Url.decode(sample.required("signature").textValue()).orElseThrow();
            require(platform.verify(key, compact(SIGNED, good)), key, "refuses a good signature");
            require(!accepts(platform, key, NEVER_SIGNED, good), key, "accepts the signature of another text");
            forgeries(key, good)
                    .forEach((name, forged) ->
                            require(!accepts(platform, key, SIGNED, forged), key, "accepts a signature " + name));
        }
    }

    private static JsonNode samples() {
        try (var resource = SignatureSelfTest.class.getResourceAsStream("self-test.json")) {
            return StrictJson.MAPPER.readTree(Objects.requireNonNull(resource, "self-test.json"));
        } catch (IOException e) {
            throw new UncheckedIOException("reading self-test.json", e);
        }
    }

    /** A signature that the library or the platform stumbles over is a refused one. */
    private static boolean accepts(Platform platform, VerificationKey key, String text, byte[] signature) {
        try {
            return platform.verify(key, compact(text, signature));
        } catch (RuntimeException e) {
            return false;
        }
    }

    private static String compact(String text, byte[] signature) {
        return text + "." + Base64Url.encode(signature);
    }

    static Map<String, byte[]> forgeries(VerificationKey key, byte[] good) {
        var forged = new LinkedHashMap<String, byte[]>();
        forged.put("of zeros", new byte[good.length]);
        forged.put("of ones", filled(good.length));
        forged.put("with its first bit flipped", flipped(good, 0));
        forged.put("with its last bit flipped", flipped(good, good.length - 1));
        forged.put("without its last byte", Arrays.copyOf(good, good.length - 1));
        switch (key.key()) {
            case ECPublicKey ec -> addOutOfRange(forged, good, ec.getParams().getOrder());
            case RSAPublicKey rsa -> forged.put("equal to the modulus", fixed(rsa.getModulus(), good.length));
            default -> throw new IllegalStateException("neither an EC nor an RSA key");
        }
        return forged;
    }

    /** Both halves of an EC signature must be above zero and below the order of the curve. */
    private static void addOutOfRange(Map<String, byte[]> forged, byte[] good, BigInteger order) {
        int half = good.length / 2;
        var r = Arrays.copyOf(good, half);
        var s = Arrays.copyOfRange(good, half, good.length);
        var zero = new byte[half];
        var n = fixed(order, half);
        forged.put("with r = 0", joined(zero, s));
        forged.put("with s = 0", joined(r, zero));
        forged.put("with r = n", joined(n, s));
        forged.put("with s = n", joined(r, n));
        forged.put("with r = s = n", joined(n, n));
    }

    private static byte[] filled(int length) {
        var bytes = new byte[length];
        Arrays.fill(bytes, (byte) 0xFF);
        return bytes;
    }

    private static byte[] flipped(byte[] good, int index) {
        var bytes = good.clone();
        bytes[index] ^= 1;
        return bytes;
    }

    private static byte[] fixed(BigInteger value, int length) {
        var bytes = new byte[length];
        var magnitude = value.toByteArray();
        int from = Math.max(0, magnitude.length - length);
        System.arraycopy(magnitude, from, bytes, length - (magnitude.length - from), magnitude.length - from);
        return bytes;
    }

    private static byte[] joined(byte[] first, byte[] second) {
        var bytes = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, bytes, first.length, second.length);
        return bytes;
    }

    private static void require(boolean condition, VerificationKey key, String finding) {
        if (!condition) {
            throw new IllegalStateException("signature self-test: " + key.algorithm() + " " + finding);
        }
    }
}
