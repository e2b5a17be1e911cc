package dev.apitoken.validator.decision;

import dev.apitoken.validator.credential.HeaderLines;
import java.util.List;
import java.util.Set;

/**
 * Whether a browser was sent here by one of our own pages. A browser adds its cookies to requests that any page makes
 * it send; the other places of a credential no foreign page can fill.
 */
final class SameOrigin {
    /** RFC 9110 section 9.2.1. */
    private static final Set<String> SAFE_METHODS = Set.of("GET", "HEAD", "OPTIONS", "TRACE");

    private static final String SCHEME_END = "://";

    private SameOrigin() {}

    /**
     * An upgrade counts as unsafe: a WebSocket handshake is a GET, and what follows it is not. A proxy that asks for a
     * decision may keep the hop-by-hop field to itself, but not the handshake's key (RFC 6455 section 4.1).
     */
    static boolean isNeededFor(String method, HeaderLines headers) {
        return !SAFE_METHODS.contains(method)
                || !headers.of("Upgrade").isEmpty()
                || !headers.of("Sec-WebSocket-Key").isEmpty();
    }

    /** True also where the client sends neither field: that is no browser of the last years. */
    static boolean isGivenBy(HeaderLines headers) {
        var site = headers.of("Sec-Fetch-Site");
        if (!site.isEmpty()) {
            return site.size() == 1
                    && (site.getFirst().equals("same-origin") || site.getFirst().equals("none"));
        }
        var origin = headers.of("Origin");
        return origin.isEmpty() || (origin.size() == 1 && isOwn(origin.getFirst(), headers.of("Host")));
    }

    /** The scheme is not compared: behind a TLS terminator the client's is not known here. */
    private static boolean isOwn(String origin, List<String> host) {
        int end = origin.indexOf(SCHEME_END);
        return end > 0
                && host.size() == 1
                && origin.substring(end + SCHEME_END.length()).equalsIgnoreCase(host.getFirst());
    }
}
