package dev.apitoken.validator.decision;

import dev.apitoken.token.TokenId;
import dev.apitoken.token.access.CanonicalPath;
import dev.apitoken.token.access.IpAddress;
import java.util.Optional;

/** The answer to one request. */
public sealed interface AccessDecision {
    /**
     * @param principal empty only on a Public path
     * @param path the one canonical path: the bytes judged are the bytes sent on
     * @param client the client's address as far as the policy's trusted proxies say
     */
    record Allowed(Optional<Principal> principal, CanonicalPath path, IpAddress client) implements AccessDecision {}

    /**
     * @param credentialPresented whether the answer may say {@code error="invalid_token"} (RFC 6750 section 3.1)
     * @param tokenId of the listed token that was refused, for log and audit; never of an unverified one
     */
    record Denied(DenialReason reason, boolean credentialPresented, Optional<TokenId> tokenId)
            implements AccessDecision {}
}
