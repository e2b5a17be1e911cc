package dev.apitoken.acceptance.proxies;

import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A request as the application saw it: names and values as they came, trailers with them. Its text
 * shows neither. */
record Arrived(String method, String target, List<Map.Entry<String, String>> headers, String body) {
    /** Every value of this name, spelled like this but for case. */
    List<String> values(String name) {
        return headers.stream()
                .filter(header -> header.getKey().equalsIgnoreCase(name))
                .map(Map.Entry::getValue)
                .toList();
    }

    /** Names as the least careful application reads them: letters and digits, everything else a dash. */
    List<String> foldedNames() {
        return headers.stream()
                .map(header -> header.getKey().toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "-"))
                .toList();
    }

    @Override
    public String toString() {
        return method + " " + target;
    }
}
