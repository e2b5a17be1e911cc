package dev.apitoken.validator.gate;

import dev.apitoken.token.access.ExternalAuthorizationSettings.Profile;
import dev.apitoken.token.access.IpAddress;
import dev.apitoken.validator.decision.Request;
import java.util.List;
import java.util.Optional;

/**
 * The request an external caller asks about, as its profile describes it. The caller vouches for method, target, host
 * and the address its client came from; credentials stand in their own headers, as the client sent them.
 *
 * @param host as the client wrote it; none where the caller does not say
 * @param peer the other end of the caller's connection; {@link #UNSAID} where the caller does not say
 */
record OriginalRequest(GateRequest asked, String method, String target, List<String> host, IpAddress peer)
        implements Request {
    /** The unspecified address: no client has it, so no source filter that names addresses admits it. */
    static final IpAddress UNSAID = new IpAddress(0, 0);

    private static final String HOST = "Host";

    /** @return empty: the caller does not say what it asks about */
    static Optional<OriginalRequest> of(GateRequest asked, Profile profile) {
        return switch (profile) {
            case Nginx, HAProxy ->
                described(asked, "X-Original-Method", "X-Original-URI", "X-Original-Host", only(asked, "X-Real-IP"));
            case Traefik, Caddy ->
                described(asked, "X-Forwarded-Method", "X-Forwarded-Uri", "X-Forwarded-Host", lastForwardedFor(asked));
            case Envoy ->
                behindPrefix(asked.target())
                        .map(target -> new OriginalRequest(
                                asked, asked.method(), target, asked.headers(HOST), address(lastForwardedFor(asked))));
        };
    }

    private static Optional<OriginalRequest> described(
            GateRequest asked, String methodHeader, String targetHeader, String hostHeader, Optional<String> client) {
        List<String> host = only(asked, hostHeader).stream().toList();
        return only(asked, methodHeader)
                .filter(HeadCheck::isMethod)
                .flatMap(method -> only(asked, targetHeader)
                        .map(target -> new OriginalRequest(asked, method, target, host, address(client))));
    }

    /** Envoy writes the client's target behind its prefix, whatever it is: {@code *} is no path, and so is nothing. */
    private static Optional<String> behindPrefix(String target) {
        String rest = target.substring(ExternalAuthorization.PATH.length());
        return rest.startsWith("/") ? Optional.of(rest) : Optional.empty();
    }

    private static Optional<String> only(GateRequest asked, String name) {
        List<String> values = asked.headers(name);
        return values.size() == 1 && !values.getFirst().isBlank()
                ? Optional.of(values.getFirst().strip())
                : Optional.empty();
    }

    private static Optional<String> lastForwardedFor(GateRequest asked) {
        List<String> lines = asked.headers("X-Forwarded-For");
        if (lines.isEmpty()) {
            return Optional.empty();
        }
        String line = lines.getLast();
        return Optional.of(line.substring(line.lastIndexOf(',') + 1).strip());
    }

    private static IpAddress address(Optional<String> text) {
        return text.flatMap(IpAddress::read).orElse(UNSAID);
    }

    @Override
    public List<String> headers(String name) {
        return name.equals(HOST) ? host : asked.headers(name);
    }

    @Override
    public String toString() {
        return "OriginalRequest[" + method + " asked by " + asked.peer() + "]";
    }
}
