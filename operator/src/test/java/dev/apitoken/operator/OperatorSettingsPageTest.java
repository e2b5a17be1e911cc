package dev.apitoken.operator;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The page of settings and what the operator reads are the same. */
class OperatorSettingsPageTest {
    private static final Path PAGE = Path.of("../docs/reference/operator-settings.md");
    private static final Pattern ROW = Pattern.compile("\\| `([A-Z_]+)` \\| ([^|]*) \\|.*");
    private static final Pattern SIMPLE_DEFAULT = Pattern.compile("`([^`]+)`");

    @Test
    void theyNameTheSameSettings() throws IOException {
        assertThat(page().keySet()).isEqualTo(settingsRead());
    }

    @Test
    void whatThePageCallsADefaultIsOne() throws IOException {
        var defaults = new HashMap<String, String>();
        page().forEach((setting, text) -> defaultIn(text).ifPresent(value -> defaults.put(setting, value)));

        assertThat(defaults).hasSizeGreaterThan(4);
        assertThat(OperatorConfig.parse(defaults)).isEqualTo(OperatorConfig.parse(Map.of()));
    }

    private static Optional<String> defaultIn(String cell) {
        var value = SIMPLE_DEFAULT.matcher(cell);
        return value.matches() ? Optional.of(value.group(1)) : Optional.empty();
    }

    private static Map<String, String> page() throws IOException {
        var rows = new TreeMap<String, String>();
        Files.readAllLines(PAGE).stream()
                .map(ROW::matcher)
                .filter(row -> row.matches())
                .forEach(row -> rows.put(row.group(1), row.group(2).strip()));
        return rows;
    }

    private static Set<String> settingsRead() {
        var read = new TreeSet<String>();
        OperatorConfig.parse(new HashMap<>() {
            private static final long serialVersionUID = 1L;

            @Override
            public @Nullable String get(Object name) {
                read.add((String) name);
                return null;
            }
        });
        return read;
    }
}
