package dev.apitoken.validator.credential;

import java.util.List;
import java.util.stream.Stream;

/** Field lines written as a client sends them. */
public final class TestHeaders {
    private TestHeaders() {}

    /** @param text {@code Name: value}, a line each */
    public static HeaderLines of(String text) {
        List<String> lines =
                Stream.of(text.split("\n", -1)).filter(line -> !line.isEmpty()).toList();
        return name -> lines.stream()
                .filter(line -> line.substring(0, line.indexOf(':')).equalsIgnoreCase(name))
                .map(line -> line.substring(line.indexOf(':') + 1))
                .toList();
    }
}
