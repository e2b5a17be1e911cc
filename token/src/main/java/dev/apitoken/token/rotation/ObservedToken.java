package dev.apitoken.token.rotation;

import dev.apitoken.token.Claims;
import dev.apitoken.token.Digest;
import dev.apitoken.token.TokenId;
import dev.apitoken.token.signing.KeyId;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** The token found in its Secret, its signature verified if its key is known at all, and what is kept beside it. */
public record ObservedToken(Claims claims, KeyId keyId, Digest digest, TokenRecord record) {
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

    public long revision() {
        return record.revision();
    }

    public Optional<PreviousToken> previous() {
        return record.previous();
    }

    /** The same token, or as if it had been made for no longer a life than this. */
    ObservedToken endingAfter(Duration longestLife) {
        if (life().compareTo(longestLife) <= 0) {
            return this;
        }
        var shorter = new Claims(
                claims.issuer(),
                claims.user(),
                claims.audiences(),
                claims.id(),
                claims.clientId(),
                issuedAt(),
                issuedAt().plus(longestLife));
        return new ObservedToken(shorter, keyId, digest, record);
    }

    /** Its recorded end has passed: no wish can make it live again. */
    boolean hasEndedForGood(Instant now) {
        return record.endsAt().isPresent() && !record.endsAt().get().isAfter(now);
    }
}
