package dev.apitoken.token.rotation;

import dev.apitoken.token.Claims;
import dev.apitoken.token.Digest;
import dev.apitoken.token.TokenId;
import dev.apitoken.token.signing.KeyId;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * The token found in its Secret, its signature verified.
 *
 * @param requestedValidity the validity its spec asked for when it was issued; empty when that came from a default
 * @param previous the token before it, if an overlap was granted
 */
public record ObservedToken(
        Claims claims,
        KeyId keyId,
        Digest digest,
        long revision,
        Optional<Duration> requestedValidity,
        Optional<PreviousToken> previous) {

    public TokenId id() {
        return claims.id();
    }

    public Instant issuedAt() {
        return claims.issuedAt();
    }

    public Instant expiresAt() {
        return claims.expiresAt();
    }

    public Duration life() {
        return Duration.between(issuedAt(), expiresAt());
    }
}
