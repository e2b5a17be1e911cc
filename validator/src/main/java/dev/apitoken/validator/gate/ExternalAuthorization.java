package dev.apitoken.validator.gate;

import dev.apitoken.token.access.AddressRange;
import dev.apitoken.token.access.ExternalAuthorizationSettings;
import dev.apitoken.token.access.ExternalAuthorizationSettings.Profile;
import dev.apitoken.token.access.IpAddress;
import dev.apitoken.token.access.PolicySettings;
import dev.apitoken.validator.decision.AccessDecision.Allowed;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.util.ArrayList;
import java.util.Map;

/**
 * Decisions for a proxy that asks before it forwards: the same decision code, another way to say it. What each proxy
 * sends and understands is in docs/reference/external-authorization.md.
 */
final class ExternalAuthorization {
    static final String PATH = "/apitoken/auth";

    private ExternalAuthorization() {}

    /** Envoy appends the original path; all others send it in a header. */
    static boolean answers(String path, Profile profile) {
        return path.equals(PATH) || profile == Profile.Envoy && path.startsWith(PATH + "/");
    }

    static boolean mayAsk(IpAddress peer, ExternalAuthorizationSettings settings) {
        for (AddressRange range : settings.callers()) {
            if (range.contains(peer)) {
                return true;
            }
        }
        return false;
    }

    /** Each identity header, empty where there is no value, so that the caller overwrites the client's own (I8). */
    static Reply allow(Allowed allowed, PolicyHeaders policy) {
        var headers = new ArrayList<Map.Entry<String, String>>();
        headers.add(Map.entry("Cache-Control", "no-store"));
        policy.identity()
                .write(allowed.principal(), allowed.client(), (name, value) -> headers.add(Map.entry(name, value)));
        return new Reply(HttpResponseStatus.OK, headers, "");
    }

    /** nginx turns every answer but 2xx, 401 and 403 into 500, so there it is one of the two. */
    static Reply deny(Reply denial, PolicySettings policy) {
        boolean understood = policy.externalAuthorization().profile() != Profile.Nginx
                || denial.status().equals(HttpResponseStatus.UNAUTHORIZED);
        return understood ? denial : denial.withStatus(HttpResponseStatus.FORBIDDEN);
    }
}
