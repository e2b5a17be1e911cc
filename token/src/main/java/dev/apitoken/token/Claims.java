package dev.apitoken.token;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What a token says, after RFC 9068. Instants are whole seconds.
 *
 * <p>{@code issuedAt} is the true instant of issue. In the token {@code iat} and {@code nbf} stand {@link #BACKDATE}
 * earlier, so that a verifier whose clock is a little slow does not refuse a fresh token.
 *
 * @param issuer claim {@code iss}
 * @param user claim {@code sub}
 * @param audiences claim {@code aud}, at least one
 * @param id claim {@code jti}
 * @param clientId claim {@code client_id}: the UID of the ApiToken
 * @param expiresAt claim {@code exp}, after {@code issuedAt}
 */
public record Claims(
        String issuer,
        User user,
        SortedSet<String> audiences,
        TokenId id,
        String clientId,
        Instant issuedAt,
        Instant expiresAt) {
    public static final Duration BACKDATE = Duration.ofSeconds(5);

    public Claims {
        if (audiences.isEmpty()) {
            throw new IllegalArgumentException("a token names at least one audience");
        }
        audiences = Collections.unmodifiableSortedSet(new TreeSet<>(audiences));
        issuedAt = issuedAt.truncatedTo(ChronoUnit.SECONDS);
        expiresAt = expiresAt.truncatedTo(ChronoUnit.SECONDS);
        if (!expiresAt.isAfter(issuedAt)) {
            throw new IllegalArgumentException("a token expires after it was issued");
        }
    }

    /** The instant of {@code iat} and {@code nbf}. */
    public Instant notBefore() {
        return issuedAt.minus(BACKDATE);
    }
}
