package dev.apitoken.token.access;

import java.util.Optional;

/**
 * The places a credential may stand in; empty: that place is switched off. Header names are compared without case,
 * cookie names with it (RFC 6265).
 *
 * @param authorizationBearer {@code Authorization: Bearer <token>} (RFC 6750)
 */
public record CredentialSettings(
        boolean authorizationBearer,
        Optional<String> apiKeyHeader,
        Optional<String> apiKeyCookie,
        Optional<String> authTokenHeader) {
    public static final CredentialSettings DEFAULT = new CredentialSettings(
            true, Optional.of("X-API-KEY"), Optional.of("X-API-KEY"), Optional.of("X-Auth-Token"));
}
