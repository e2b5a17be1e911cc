package dev.apitoken.validator.decision;

import dev.apitoken.validator.index.AccessState;
import java.time.Instant;
import java.util.Optional;

/** Decides about one request. The same code for the proxy and for external authorisation. */
public final class RequestAuthenticator {
    private RequestAuthenticator() {}

    public static AccessDecision decide(Request request, AccessState state, Instant now) {
        return new AccessDecision.Denied(DenialReason.NotReady, false, Optional.empty());
    }
}
