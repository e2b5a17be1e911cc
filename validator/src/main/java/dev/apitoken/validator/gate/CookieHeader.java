package dev.apitoken.validator.gate;

import java.util.ArrayList;
import java.util.Optional;

/** A Cookie field as it goes on: without our pair, every other byte as it was (J4). */
final class CookieHeader {
    private CookieHeader() {}

    /** @return empty: nothing is left, the field is dropped */
    static Optional<String> without(String cookieName, String field) {
        if (!field.contains(cookieName)) {
            return Optional.of(field);
        }
        var kept = new ArrayList<String>();
        for (String pair : field.split(";", -1)) {
            if (!nameOf(pair).equals(cookieName)) {
                kept.add(pair);
            }
        }
        String rest = String.join(";", kept);
        // The space that stood between our pair and the next belongs to our pair.
        rest = field.startsWith(" ") ? rest : rest.stripLeading();
        return rest.isBlank() ? Optional.empty() : Optional.of(rest);
    }

    private static String nameOf(String pair) {
        int equals = pair.indexOf('=');
        return (equals < 0 ? pair : pair.substring(0, equals)).strip();
    }
}
