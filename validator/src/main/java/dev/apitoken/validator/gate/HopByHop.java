package dev.apitoken.validator.gate;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.util.AsciiString;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Header fields that are about one connection only (RFC 9110 section 7.6.1). */
final class HopByHop {
    private static final List<AsciiString> NAMES = List.of(
            HttpHeaderNames.CONNECTION,
            HttpHeaderNames.TRANSFER_ENCODING,
            HttpHeaderNames.UPGRADE,
            AsciiString.cached("keep-alive"),
            AsciiString.cached("proxy-connection"),
            HttpHeaderNames.PROXY_AUTHENTICATE,
            HttpHeaderNames.PROXY_AUTHORIZATION,
            HttpHeaderNames.TE,
            HttpHeaderNames.TRAILER,
            AsciiString.cached("http2-settings"));

    /** What a message cannot lose by a word of its sender: it would be another message. */
    private static final Set<String> NOT_NOMINABLE = Set.of("host", "content-length", "content-type");

    private HopByHop() {}

    static boolean contains(CharSequence name) {
        for (AsciiString one : NAMES) {
            if (one.contentEqualsIgnoreCase(name)) {
                return true;
            }
        }
        return false;
    }

    /** Names that the Connection field declares to be about this connection, in lower case: thousands fit in there. */
    static Set<String> nominated(HttpHeaders headers) {
        List<String> fields = headers.getAll(HttpHeaderNames.CONNECTION);
        if (fields.isEmpty()) {
            return Set.of();
        }
        var names = new HashSet<String>();
        for (String field : fields) {
            for (String name : field.split(",", -1)) {
                String lower = name.strip().toLowerCase(Locale.ROOT);
                if (!lower.isEmpty() && !NOT_NOMINABLE.contains(lower)) {
                    names.add(lower);
                }
            }
        }
        return names;
    }

    static void removeFrom(HttpHeaders headers) {
        nominated(headers).forEach(headers::remove);
        NAMES.forEach(headers::remove);
    }
}
