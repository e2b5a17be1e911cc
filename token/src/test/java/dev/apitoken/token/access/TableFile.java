package dev.apitoken.token.access;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * Tables of cases beside a test: one row a line, cells between {@code " | "}, escapes as in Java, {@code '…'} where
 * spaces at the ends or an empty cell matter. Lines that start with {@code # } are comments.
 */
final class TableFile {
    private TableFile() {}

    static Stream<List<String>> rows(String name) {
        try (var in = Objects.requireNonNull(TableFile.class.getResourceAsStream(name), name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("# "))
                    .map(line -> Arrays.stream(line.split(" \\| ", -1))
                            .map(TableFile::cell)
                            .toList());
        } catch (IOException e) {
            throw new IllegalStateException(name, e);
        }
    }

    private static String cell(String text) {
        String cell = text.strip();
        boolean quoted = cell.length() >= 2 && cell.startsWith("'") && cell.endsWith("'");
        return (quoted ? cell.substring(1, cell.length() - 1) : cell).translateEscapes();
    }
}
