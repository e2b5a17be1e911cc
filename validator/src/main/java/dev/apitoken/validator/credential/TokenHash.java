package dev.apitoken.validator.credential;

import dev.apitoken.token.Digest;
import dev.apitoken.token.SignedToken;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.security.DigestException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** {@link Digest#of(String)} for the request path: the same result, without arrays and a hash object each time. */
final class TokenHash {
    private static final ThreadLocal<TokenHash> OF_THREAD = ThreadLocal.withInitial(TokenHash::new);
    private static final VarHandle WORD = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    private final MessageDigest sha256 = sha256();
    private final byte[] text = new byte[SignedToken.MAX_LENGTH];
    private final byte[] hash = new byte[Digest.BYTES];

    /** Of this part of the line: token characters, which are ASCII, and not more than a token has. */
    static Digest of(String line, int start, int end) {
        return OF_THREAD.get().digest(line, start, end);
    }

    private Digest digest(String line, int start, int end) {
        for (int i = start; i < end; i++) {
            text[i - start] = (byte) line.charAt(i);
        }
        try {
            sha256.reset();
            sha256.update(text, 0, end - start);
            sha256.digest(hash, 0, hash.length);
        } catch (DigestException e) {
            throw new IllegalStateException("the array is as long as the digest", e);
        }
        return new Digest(word(0), word(1), word(2), word(3));
    }

    private long word(int index) {
        return (long) WORD.get(hash, index * Long.BYTES);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
