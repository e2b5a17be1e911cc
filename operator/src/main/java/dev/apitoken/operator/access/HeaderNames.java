package dev.apitoken.operator.access;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** Which header names a policy may choose. Header names are compared without case (RFC 9110 section 5.1). */
final class HeaderNames {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9-]{0,63}");
    private static final Set<String> RESERVED = Set.of(
            "authorization",
            "connection",
            "content-length",
            "content-type",
            "cookie",
            "expect",
            "forwarded",
            "host",
            "origin",
            "te",
            "trailer",
            "transfer-encoding",
            "upgrade",
            "x-real-ip");
    /** The validator rebuilds, drops or refuses these: a credential there would never arrive. */
    private static final Set<String> RESERVED_STARTS = Set.of(
            "x-forwarded-",
            "x-original-",
            "x-rewrite-",
            "x-envoy-",
            "x-http-method",
            "x-method-override",
            "sec-",
            "proxy-");

    private static final Set<String> STANDARD_STARTS =
            Set.of("accept-", "access-", "content-", "if-", "proxy-", "sec-", "transfer-", "www-", "x-forwarded-");

    private HeaderNames() {}

    static boolean mayCarryCredential(String name) {
        String folded = name.toLowerCase(Locale.ROOT);
        return NAME.matcher(name).matches()
                && !RESERVED.contains(folded)
                && RESERVED_STARTS.stream().noneMatch(folded::startsWith);
    }

    static boolean isStartOfStandardHeaders(String prefix) {
        String folded = prefix.toLowerCase(Locale.ROOT);
        return folded.equals("x-") || STANDARD_STARTS.stream().anyMatch(folded::startsWith);
    }

    static boolean startsWith(String name, String prefix) {
        return name.toLowerCase(Locale.ROOT).startsWith(prefix.toLowerCase(Locale.ROOT));
    }
}
