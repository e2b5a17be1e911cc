package dev.apitoken.token.signing;

import java.security.PublicKey;
import java.util.regex.Pattern;

/** Names a signing key: {@code atk-} and the first 16 characters of its RFC 7638 thumbprint. Header {@code kid}. */
public record KeyId(String value) {
    public static final String PREFIX = "atk-";

    private static final int THUMBPRINT_CHARACTERS = 16;
    private static final Pattern SHAPE = Pattern.compile("atk-[A-Za-z0-9_-]{16}");

    public KeyId {
        if (!SHAPE.matcher(value).matches()) {
            throw new IllegalArgumentException("not a key id");
        }
    }

    /** @throws IllegalArgumentException for a key that is neither RSA nor of a curve we know */
    public static KeyId of(PublicKey key) {
        return new KeyId(PREFIX + Jwk.thumbprint(key).substring(0, THUMBPRINT_CHARACTERS));
    }

    @Override
    public String toString() {
        return value;
    }
}
