package dev.apitoken.validator.gate;

import dev.apitoken.token.access.ClientAddressMode;
import dev.apitoken.token.access.IpAddress;
import dev.apitoken.token.access.PolicySettings;
import dev.apitoken.validator.decision.ClientAddress;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Forwarded, X-Forwarded-* and X-Real-IP as we know them to be true: what the client wrote there is gone (J5). Scheme
 * and host are taken from the peer's headers only if the peer is a trusted proxy.
 */
final class ForwardedHeaders {
    private ForwardedHeaders() {}

    static void set(HttpHeaders to, GateRequest request, Optional<IpAddress> client, PolicySettings policy) {
        boolean trusted = writesHeaders(request.peer(), policy);
        String host = host(request, trusted);
        String proto = proto(request, trusted);
        String address = client.map(IpAddress::toString).orElse("unknown");
        boolean direct = client.orElse(OriginalRequest.UNSAID).equals(request.peer());

        to.set("X-Forwarded-For", direct ? address : address + ", " + request.peer());
        to.set("X-Forwarded-Proto", proto);
        to.set("X-Forwarded-Host", host);
        client.ifPresent(ip -> to.set("X-Real-IP", address));
        String node = client.map(ForwardedHeaders::node).orElse("unknown");
        to.set("Forwarded", "for=" + node + ";host=\"" + host + "\";proto=" + proto);
    }

    /** RFC 7239 section 6: IPv6 in brackets, and therefore quoted. */
    private static String node(IpAddress address) {
        return address.isIpv4() ? address.toString() : "\"[" + address + "]\"";
    }

    /** A proxy that speaks the PROXY protocol passes headers on as they come, whoever wrote them. */
    private static boolean writesHeaders(IpAddress peer, PolicySettings policy) {
        return policy.clientAddress() != ClientAddressMode.ProxyProtocol
                && ClientAddress.isTrusted(peer, policy.trustedProxies());
    }

    private static String proto(GateRequest request, boolean trusted) {
        String said = trusted ? only(request, "X-Forwarded-Proto") : null;
        boolean https = said == null ? request.secure() : said.equals("https");
        return https ? "https" : "http";
    }

    private static String host(GateRequest request, boolean trusted) {
        String said = trusted ? only(request, "X-Forwarded-Host") : null;
        if (said != null && HeadCheck.isHost(said)) {
            return said;
        }
        // HeadCheck lets nothing pass that has not exactly one.
        return request.http().headers().get(HttpHeaderNames.HOST, "");
    }

    private static @Nullable String only(GateRequest request, String name) {
        List<String> values = request.headers(name);
        return values.size() == 1 ? values.getFirst().strip() : null;
    }
}
