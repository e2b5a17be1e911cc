package dev.apitoken.token;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * SHA-256 of a token's exact bytes, as four big-endian words: the only form in which a validator knows a token.
 *
 * <p>Equality looks at all four words whatever the first ones are, so the time it takes says nothing about where two
 * digests differ.
 */
public record Digest(long word0, long word1, long word2, long word3) {
    public static final int BYTES = 32;

    public static Digest of(String token) {
        return of(token.getBytes(StandardCharsets.US_ASCII));
    }

    public static Digest of(byte[] token) {
        try {
            return fromBytes(MessageDigest.getInstance("SHA-256").digest(token));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    public static Digest fromBytes(byte[] sha256) {
        if (sha256.length != BYTES) {
            throw new IllegalArgumentException("a SHA-256 digest has " + BYTES + " bytes, not " + sha256.length);
        }
        var words = ByteBuffer.wrap(sha256).asLongBuffer();
        return new Digest(words.get(), words.get(), words.get(), words.get());
    }

    /** @throws IllegalArgumentException unless the text is 64 hexadecimal digits */
    public static Digest fromHex(String hex) {
        return fromBytes(HexFormat.of().parseHex(hex));
    }

    public String hex() {
        var bytes = ByteBuffer.allocate(BYTES)
                .putLong(word0)
                .putLong(word1)
                .putLong(word2)
                .putLong(word3);
        return HexFormat.of().formatHex(bytes.array());
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Digest(long o0, long o1, long o2, long o3)
                && ((word0 ^ o0) | (word1 ^ o1) | (word2 ^ o2) | (word3 ^ o3)) == 0;
    }

    @Override
    public int hashCode() {
        return Long.hashCode(word0);
    }

    @Override
    public String toString() {
        return "sha256:" + hex().substring(0, 8);
    }
}
