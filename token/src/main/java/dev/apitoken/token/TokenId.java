package dev.apitoken.token;

import java.security.SecureRandom;
import java.util.Base64;
import java.util.random.RandomGenerator;

/** Names one issued token, in logs and status too: claim {@code jti} (RFC 7519 section 4.1.7). Not a secret. */
public record TokenId(String value) {
    private static final int RANDOM_BYTES = 16;

    public TokenId {
        if (value.isEmpty() || value.length() > 64) {
            throw new IllegalArgumentException("token id must have 1 to 64 characters");
        }
    }

    /** 128 random bits, base64url without padding: 22 characters. */
    public static TokenId random(SecureRandom random) {
        return fromBits(random);
    }

    static TokenId fromBits(RandomGenerator random) {
        var bits = new byte[RANDOM_BYTES];
        random.nextBytes(bits);
        return new TokenId(Base64.getUrlEncoder().withoutPadding().encodeToString(bits));
    }

    @Override
    public String toString() {
        return value;
    }
}
