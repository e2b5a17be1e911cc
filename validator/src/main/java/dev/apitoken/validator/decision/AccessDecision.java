package dev.apitoken.validator.decision;

import dev.apitoken.token.access.IpAddress;
import dev.apitoken.token.access.RequestTarget;
import java.util.Optional;

/** The answer to one request. */
public sealed interface AccessDecision {
    /**
     * @param principal empty only on a Public path
     * @param target the bytes judged, which are the bytes to be sent on: path and query
     * @param client the client's address as far as the policy's trusted proxies say; empty if they say nothing legible
     */
    record Allowed(Optional<Principal> principal, RequestTarget.Canonical target, Optional<IpAddress> client)
            implements AccessDecision {}

    /**
     * @param credentialPresented whether the answer may say {@code error="invalid_token"} (RFC 6750 section 3.1)
     * @param token the listed one that was refused, for log and audit; empty for one whose digest is not listed
     */
    record Denied(DenialReason reason, boolean credentialPresented, Optional<KnownToken> token)
            implements AccessDecision {}
}
