package dev.apitoken.validator.gate;

import static io.netty.handler.codec.http.HttpResponseStatus.BAD_REQUEST;
import static io.netty.handler.codec.http.HttpResponseStatus.FORBIDDEN;
import static io.netty.handler.codec.http.HttpResponseStatus.SERVICE_UNAVAILABLE;
import static io.netty.handler.codec.http.HttpResponseStatus.UNAUTHORIZED;

import dev.apitoken.token.access.ResponseSettings;
import dev.apitoken.token.access.ResponseSettings.Format;
import dev.apitoken.validator.decision.AccessDecision.Denied;
import dev.apitoken.validator.decision.DenialReason;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.util.List;
import java.util.Map;

/**
 * The one place that says no. Causes that end as 401 give equal bytes: which of them it was is in the log only (I2).
 * docs/reference/answers.md has a section for each answer.
 */
final class DenialResponse {
    private static final String RETRY_SECONDS = "5";

    private DenialResponse() {}

    static Reply of(Denied denied, ResponseSettings settings) {
        return switch (denied.reason()) {
            case NoCredential, MalformedCredential, UnknownToken, ExpiredToken, BadSignature ->
                unauthorized(denied, settings);
            case SourceDenied ->
                settings.deniedSource() == FORBIDDEN.code() ? forbidden(settings) : unauthorized(denied, settings);
            case RoleMissing ->
                settings.insufficientRole() == UNAUTHORIZED.code()
                        ? unauthorized(denied, settings)
                        : forbidden(settings).with("WWW-Authenticate", challenge(settings, "insufficient_scope"));
            case RuleDenied, CrossSiteCookie, CallerDenied -> forbidden(settings);
            case BadPath -> body(BAD_REQUEST, "Bad request", settings);
            case AmbiguousCredential ->
                body(BAD_REQUEST, "Ambiguous credentials", settings)
                        .with("WWW-Authenticate", challenge(settings, "invalid_request"));
            case NotReady, Stale, Failed ->
                body(SERVICE_UNAVAILABLE, "Not ready", settings).with("Retry-After", RETRY_SECONDS);
        };
    }

    static Reply of(Refusal refusal, ResponseSettings settings) {
        Reply reply = body(refusal.status(), refusal.text(), settings);
        return refusal == Refusal.Overloaded ? reply.with("Retry-After", "1") : reply;
    }

    /** A caller of the external endpoint who may not call it: no realm, since it asked for somebody else. */
    static Reply ofCaller(ResponseSettings settings) {
        return of(new Denied(DenialReason.CallerDenied, false, java.util.Optional.empty()), settings);
    }

    private static Reply unauthorized(Denied denied, ResponseSettings settings) {
        // RFC 6750 section 3.1: no error code for a request that carried no credential.
        String challenge = denied.credentialPresented() ? challenge(settings, "invalid_token") : bearer(settings);
        return body(UNAUTHORIZED, "Credentials required", settings).with("WWW-Authenticate", challenge);
    }

    private static Reply forbidden(ResponseSettings settings) {
        return body(FORBIDDEN, "Forbidden", settings);
    }

    private static String challenge(ResponseSettings settings, String error) {
        return bearer(settings) + ", error=\"" + error + "\"";
    }

    private static String bearer(ResponseSettings settings) {
        String quoted = settings.realm().replace("\\", "\\\\").replace("\"", "\\\"");
        return "Bearer realm=\"" + quoted + "\"";
    }

    private static Reply body(HttpResponseStatus status, String error, ResponseSettings settings) {
        if (settings.format() == Format.Json) {
            return Reply.json(status, "{\"error\":\"" + error + "\"}");
        }
        String problem = "{\"type\":\"about:blank\",\"title\":\"" + status.reasonPhrase() + "\",\"status\":"
                + status.code() + ",\"error\":\"" + error + "\"}";
        return new Reply(
                status,
                List.of(Map.entry("Content-Type", Reply.PROBLEM), Map.entry("Cache-Control", "no-store")),
                problem);
    }
}
