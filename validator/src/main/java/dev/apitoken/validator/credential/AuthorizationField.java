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
            found.addRepeated(Place.AuthorizationBearer);
            return;
        }
        var value = TokenSpan.trimmed(lines.getFirst());
        if (isOurs(value)) {
            found.add(Place.AuthorizationBearer, value.behind(SCHEME.length()));
        } else {
            found.addForeign();
        }
    }

    /** Whatever follows the word: a Bearer that we would not read as one must not reach an upstream, which might. */
    static boolean isOurs(TokenSpan value) {
        return value.isEmpty() || value.beginsWithScheme(SCHEME);
    }
}
