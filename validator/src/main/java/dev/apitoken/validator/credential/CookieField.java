package dev.apitoken.validator.credential;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Our cookie among others (RFC 6265 section 4.2). Older grammars with quotes and {@code $Version} (RFC 2109, RFC 2965)
 * cut the same line into other cookies: where a reader could follow them, ours is presented but never a token.
 */
final class CookieField {
    private final String name;
    private @Nullable TokenSpan first;
    private int count;
    private boolean different;

    private CookieField(String name) {
        this.name = name;
    }

    static void read(List<String> lines, String name, FoundCredentials found) {
        if (lines.isEmpty()) {
            return;
        }
        var field = new CookieField(name);
        for (String line : lines) {
            field.readLine(line);
        }
        field.tell(found);
    }

    private void tell(FoundCredentials found) {
        if (different) {
            found.addRepeated(Place.ApiKeyCookie);
        } else if (first != null) {
            for (int i = 0; i < count; i++) {
                found.add(Place.ApiKeyCookie, first);
            }
        }
    }

    private void readLine(String line) {
        boolean older = false;
        int start = 0;
        while (start <= line.length()) {
            int semicolon = line.indexOf(';', start);
            int end = semicolon < 0 ? line.length() : semicolon;
            while (start < end && TokenSpan.isWhitespace(line.charAt(start))) {
                start++;
            }
            int equals = line.indexOf('=', start);
            if (equals > start && equals < end) {
                older |= line.charAt(start) == '$' || opensQuotes(line, equals + 1, end);
                readPair(line, start, equals, end, older);
            }
            start = end + 1;
        }
    }

    /** A quoted string that does not end with its pair: to an older reader it goes on behind the semicolon. */
    private static boolean opensQuotes(String line, int start, int end) {
        return start < end && line.charAt(start) == '"' && (end - start == 1 || line.charAt(end - 1) != '"');
    }

    private void readPair(String line, int start, int equals, int end, boolean older) {
        int nameEnd = equals;
        while (TokenSpan.isWhitespace(line.charAt(nameEnd - 1))) {
            nameEnd--;
        }
        if (nameEnd - start == name.length() && line.startsWith(name, start)) {
            boolean usable = !older && nameEnd == equals;
            // The whole pair, name and all, is what no token looks like.
            take(TokenSpan.of(line, usable ? equals + 1 : start, end));
        }
    }

    private void take(TokenSpan value) {
        if (first == null) {
            first = value;
        } else {
            different |= !first.sameAs(value);
        }
        count++;
    }
}
