package dev.apitoken.validator.gate;

import dev.apitoken.token.access.AddressRange;
import dev.apitoken.token.access.ExternalAuthorizationSettings;
import dev.apitoken.token.access.ExternalAuthorizationSettings.Profile;
import dev.apitoken.token.access.IpAddress;
import dev.apitoken.validator.decision.AccessDecision.Allowed;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.Map;

/**
 * Decisions for a proxy that asks before it forwards: the same decision code, another way to say it. What each proxy
 * sends and understands is in docs/reference/external-authorization.md.
 */
final class ExternalAuthorization {
    static final String PATH = "/apitoken/auth";

    private ExternalAuthorization() {}

    /**
     * Envoy appends the client's target, which need not begin with a slash; all others send it in a header. What is a
     * question must never be taken for a request to the application, whose 200 would be a yes.
     */
    static boolean answers(String path, Profile profile) {
        return path.equals(PATH) || profile == Profile.Envoy && path.startsWith(PATH);
    }

    /** Before a policy is known its profile shows in the question only: a header that two of the profiles send. */
    static Profile presumed(GateRequest asked) {
        return asked.headers("X-Original-URI").isEmpty() ? Profile.Envoy : Profile.Nginx;
    }

    /**
     * Whether the client wrote a header that the application may read as one of ours or as a forwarding header, and that
     * the caller neither overwrites nor takes out: another spelling, or a name under our prefix that is none of ours (J1,
     * J5). In proxy mode it is dropped; here nothing can be taken out of the client's request, so it does not pass.
     */
    static boolean isDisguised(GateRequest asked, PolicyHeaders policy) {
        Iterator<Map.Entry<CharSequence, CharSequence>> fields =
                asked.http().headers().iteratorCharSequence();
        while (fields.hasNext()) {
            if (policy.isInDisguise(fields.next().getKey())) {
                return true;
            }
        }
        return false;
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
    static Reply deny(Reply denial, Profile profile) {
        boolean understood = profile != Profile.Nginx || denial.status().equals(HttpResponseStatus.UNAUTHORIZED);
        return understood ? denial : denial.withStatus(HttpResponseStatus.FORBIDDEN);
    }
}
