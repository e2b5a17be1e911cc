package dev.apitoken.validator.gate;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Rows of bytes written as text: {@code name | … | bytes}, with escapes for what an editor would not keep. */
final class WireTable {
    private static final Pattern HEX = Pattern.compile("\\\\x([0-9a-f]{2})");

    private WireTable() {}

    static Stream<List<String>> rows(String resource, int columns) {
        try (var reader = new BufferedReader(
                new InputStreamReader(WireTable.class.getResourceAsStream(resource), StandardCharsets.UTF_8))) {
            return reader
                    .lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .map(line -> row(line, columns))
                    .toList()
                    .stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> row(String line, int columns) {
        String[] cells = line.split(" \\| ", columns);
        if (cells.length != columns) {
            throw new IllegalArgumentException("not " + columns + " columns: " + line);
        }
        cells[columns - 1] = unescape(cells[columns - 1]);
        return List.of(cells);
    }

    private static String unescape(String text) {
        String plain = text.replace("\\r", "\r")
                .replace("\\n", "\n")
                .replace("\\t", "\t")
                .replace("\\0", "\0");
        return HEX.matcher(plain)
                .replaceAll(
                        match -> Matcher.quoteReplacement(String.valueOf((char) Integer.parseInt(match.group(1), 16))));
    }
}
