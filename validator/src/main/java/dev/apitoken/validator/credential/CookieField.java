package dev.apitoken.validator.credential;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Our cookie among others (RFC 6265 section 4.2). Older grammars with quotes and {@code $Version} (RFC 2109, RFC 2965)
 * cut the same line into other cookies: where a reader could follow them, ours is presented but never a token.
 */
final class CookieField {
    /** No token has a quote: a text that begins with one cannot be read as a credential. */
    private static final String UNUSABLE = "\"";

    private final String name;
    private @Nullable String first;
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
            found.addRepeated();
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
            while (start < end && TokenText.isWhitespace(line.charAt(start))) {
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
        String itsName = line.substring(start, equals);
        if (!TokenText.trimmed(itsName).equals(name)) {
            return;
        }
        String value = line.substring(equals + 1, end);
        take(older || !itsName.equals(name) ? UNUSABLE + value : value);
    }

    private void take(String value) {
        if (first == null) {
            first = value;
        } else {
            different |= !TokenText.equal(first, value);
        }
        count++;
    }
}
