package dev.apitoken.validator;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * Tables of cases beside a test: one row a line, cells between {@code " | "}, escapes as in Java, {@code '…'} where a
 * cell is empty. Lines that start with {@code # } are comments.
 */
public final class TableFile {
    private TableFile() {}

    public static Stream<List<String>> rows(Class<?> test, String name) {
        try (var in = Objects.requireNonNull(test.getResourceAsStream(name), name)) {
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
        return cell.equals("''") ? "" : cell.translateEscapes();
    }
}
