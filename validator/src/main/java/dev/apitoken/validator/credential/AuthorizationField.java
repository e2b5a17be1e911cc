package dev.apitoken.validator.credential;

import java.util.List;

/** {@code Authorization: Bearer <token>} (RFC 6750 section 2.1), and what else may stand in that field. */
final class AuthorizationField {
    private static final String SCHEME = "Bearer";

    private AuthorizationField() {}

    static void read(List<String> lines, FoundCredentials found) {
        if (lines.isEmpty()) {
            return;
        }
        if (lines.size() > 1) {
            found.addRepeated();
            return;
        }
        String line = TokenText.trimmed(lines.getFirst());
        if (line.isEmpty() || isBearer(line)) {
            found.add(Place.AuthorizationBearer, token(line));
        } else {
            found.addForeign();
        }
    }

    /** Whatever follows: a Bearer that we would not read as one must not go on to the upstream, which might. */
    private static boolean isBearer(String line) {
        return line.regionMatches(true, 0, SCHEME, 0, SCHEME.length())
                && (line.length() == SCHEME.length() || !isTokenCharacter(line.charAt(SCHEME.length())));
    }

    /** One space or more between scheme and token; anything else stays in the text, which no token looks like. */
    private static String token(String line) {
        int at = Math.min(SCHEME.length(), line.length());
        while (at < line.length() && line.charAt(at) == ' ') {
            at++;
        }
        return line.substring(at);
    }

    /** {@code tchar} of RFC 9110 section 5.6.2: such a character makes the word another scheme. */
    private static boolean isTokenCharacter(char c) {
        return (c >= 'a' && c <= 'z')
                || (c >= 'A' && c <= 'Z')
                || (c >= '0' && c <= '9')
                || "!#$%&'*+-.^_`|~".indexOf(c) >= 0;
    }
}
