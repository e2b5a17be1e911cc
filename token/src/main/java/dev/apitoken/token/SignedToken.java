package dev.apitoken.token;

import dev.apitoken.token.signing.KeyId;

/**
 * A token as its holder sees it. The value leaves this object only through {@link #reveal()}, and only to be written
 * into its Secret.
 */
public final class SignedToken {
    /** RFC 7519 sets no bound; ours keeps a token inside every common header limit. */
    public static final int MAX_LENGTH = 4096;

    private static final int HINT_LENGTH = 4;

    private final String value;
    private final Claims claims;
    private final KeyId keyId;

    public SignedToken(String value, Claims claims, KeyId keyId) {
        this.value = value;
        this.claims = claims;
        this.keyId = keyId;
    }

    public String reveal() {
        return value;
    }

    public Claims claims() {
        return claims;
    }

    public KeyId keyId() {
        return keyId;
    }

    public Digest digest() {
        return Digest.of(value);
    }

    /** The last four characters: enough to recognise a token, useless to guess it. */
    public String hint() {
        return value.substring(value.length() - HINT_LENGTH);
    }

    /** Two tokens are compared by their digests, so the time it takes says nothing of their text (rule N7). */
    @Override
    public boolean equals(Object other) {
        return other instanceof SignedToken token && digest().equals(token.digest());
    }

    @Override
    public int hashCode() {
        return digest().hashCode();
    }

    @Override
    public String toString() {
        return "SignedToken[id=" + claims.id() + ", keyId=" + keyId + "]";
    }
}
