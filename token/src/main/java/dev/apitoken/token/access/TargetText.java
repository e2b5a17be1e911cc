package dev.apitoken.token.access;

import dev.apitoken.token.access.RequestTarget.Canonical;
import dev.apitoken.token.access.RequestTarget.Refusal;
import dev.apitoken.token.access.RequestTarget.Refused;
import java.util.Optional;

/** The forms of a request target (RFC 9112 section 3.2) taken apart; the path itself is {@link PathText}'s. */
final class TargetText {
    private TargetText() {}

    static RequestTarget read(String target, Optional<String> host) {
        if (!target.isEmpty() && target.charAt(0) == '/') {
            return readPathAndQuery(target);
        }
        int authority = startOfAuthority(target);
        if (authority < 0) {
            return new Refused(target.contains("://") ? Refusal.ForeignAuthority : Refusal.NotAPath);
        }
        int end = endOfAuthority(target, authority);
        if (host.isEmpty()
                || end == authority
                || !host.get().equalsIgnoreCase(target.substring(authority, end))
                || target.lastIndexOf('@', end - 1) >= authority) {
            return new Refused(Refusal.ForeignAuthority);
        }
        String rest = target.substring(end);
        return readPathAndQuery(rest.startsWith("/") ? rest : "/" + rest);
    }

    private static int startOfAuthority(String target) {
        for (String scheme : new String[] {"http://", "https://"}) {
            if (target.regionMatches(true, 0, scheme, 0, scheme.length())) {
                return scheme.length();
            }
        }
        return -1;
    }

    private static int endOfAuthority(String target, int start) {
        int end = start;
        while (end < target.length() && "/?#".indexOf(target.charAt(end)) < 0) {
            end++;
        }
        return end;
    }

    private static RequestTarget readPathAndQuery(String target) {
        int question = target.indexOf('?');
        String query = question < 0 ? "" : target.substring(question);
        String path = question < 0 ? target : target.substring(0, question);
        var refusal = PathText.refusal(path).or(() -> refusalOfQuery(query));
        return refusal.<RequestTarget>map(Refused::new).orElseGet(() -> new Canonical(new CanonicalPath(path), query));
    }

    /** A query is not judged, but it must not carry what could end the request line or begin a fragment. */
    private static Optional<Refusal> refusalOfQuery(String query) {
        for (int i = 0; i < query.length(); i++) {
            char c = query.charAt(i);
            if (c <= ' ' || c >= 0x7f) {
                return Optional.of(Refusal.Character);
            }
            if (c == '#') {
                return Optional.of(Refusal.Fragment);
            }
        }
        return Optional.empty();
    }
}
