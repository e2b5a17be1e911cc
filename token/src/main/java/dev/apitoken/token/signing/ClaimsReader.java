package dev.apitoken.token.signing;

import dev.apitoken.token.Claims;
import dev.apitoken.token.TokenId;
import dev.apitoken.token.User;
import java.time.Instant;
import java.util.Collections;
import java.util.Set;
import java.util.SortedSet;

/**
 * The payload. Each of our claims must be there once and of its type; what a later release may add is skipped
 * (RFC 7519 section 4), as long as it is sound JSON.
 */
final class ClaimsReader {
    private static final Set<String> MEMBERS = Set.of("iss", "sub", "aud", "exp", "iat", "nbf", "jti", "client_id");

    /** The last second of the year 9999 (RFC 3339). */
    private static final long MAX_EPOCH_SECOND = 253_402_300_799L;

    private final JsonObjectReader reader = new JsonObjectReader(Verification.Refusal.Claims);
    private String issuer = "";
    private String user = "";
    private SortedSet<String> audiences = Collections.emptySortedSet();
    private long expiresAt;
    private long issuedAt;
    private long notBefore;
    private String id = "";
    private String clientId = "";

    private ClaimsReader() {}

    static Claims read(byte[] json) throws MalformedTokenException {
        return new ClaimsReader().readObject(json);
    }

    private Claims readObject(byte[] json) throws MalformedTokenException {
        reader.read(json, (name, value) -> {
            switch (name) {
                case "iss" -> issuer = reader.text(value);
                case "sub" -> user = reader.text(value);
                case "aud" -> audiences = reader.texts(value);
                case "exp" -> expiresAt = reader.wholeNumber(value);
                case "iat" -> issuedAt = reader.wholeNumber(value);
                case "nbf" -> notBefore = reader.wholeNumber(value);
                case "jti" -> id = reader.text(value);
                case "client_id" -> clientId = reader.text(value);
                default -> value.skipChildren();
            }
        });
        reader.requireSeen(MEMBERS);
        reader.require(issuedAt == notBefore && issuedAt >= 0 && expiresAt <= MAX_EPOCH_SECOND);
        try {
            return claims();
        } catch (IllegalArgumentException e) {
            throw new MalformedTokenException(Verification.Refusal.Claims);
        }
    }

    private Claims claims() {
        return new Claims(
                issuer,
                new User(user),
                audiences,
                new TokenId(id),
                clientId,
                Instant.ofEpochSecond(issuedAt).plus(Claims.BACKDATE),
                Instant.ofEpochSecond(expiresAt));
    }
}
