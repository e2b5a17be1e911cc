package dev.apitoken.validator.credential;

import dev.apitoken.token.Digest;
import dev.apitoken.token.SignedToken;
import java.security.DigestException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** {@link Digest#of(String)} for the request path: the same result, without an array and a hash object each time. */
final class TokenHash {
    private static final ThreadLocal<TokenHash> OF_THREAD = ThreadLocal.withInitial(TokenHash::new);

    private final MessageDigest sha256 = sha256();
    private final byte[] text = new byte[SignedToken.MAX_LENGTH];
    private final byte[] hash = new byte[Digest.BYTES];

    /** @param plausible of token characters, which are ASCII, and of a token's length */
    static Digest of(String plausible) {
        return OF_THREAD.get().digest(plausible);
    }

    private Digest digest(String plausible) {
        int length = plausible.length();
        for (int i = 0; i < length; i++) {
            text[i] = (byte) plausible.charAt(i);
        }
        try {
            sha256.reset();
            sha256.update(text, 0, length);
            sha256.digest(hash, 0, hash.length);
        } catch (DigestException e) {
            throw new IllegalStateException("the array is as long as the digest", e);
        }
        return Digest.fromBytes(hash);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
