package dev.apitoken.validator.credential;

import java.util.List;

/** A header whose whole value is the token. */
final class KeyField {
    private KeyField() {}

    static void read(List<String> lines, Place place, FoundCredentials found) {
        if (lines.size() > 1) {
            found.addRepeated(place);
        } else if (!lines.isEmpty()) {
            found.add(place, TokenSpan.trimmed(lines.getFirst()));
        }
    }
}
