package dev.apitoken.operator.fault;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** docs/operations/faults.md, as far as it can be compared with what the tests do. */
final class FaultPage {
    private static final Path PAGE = Path.of("..", "docs", "operations", "faults.md");
    private static final Pattern KILLS = Pattern.compile("(?m)^\\| ([^|`]+) \\| (\\d+) \\|$");
    private static final Pattern TEST = Pattern.compile("`(\\w+IT)\\.(\\w+)`");

    private final String text;

    private FaultPage(String text) {
        this.text = text;
    }

    static FaultPage read() {
        try {
            return new FaultPage(Files.readString(PAGE));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Of each workload, how many kills at least. */
    SortedMap<String, Integer> kills() {
        return KILLS.matcher(text)
                .results()
                .collect(Collectors.toMap(
                        match -> match.group(1), match -> Integer.valueOf(match.group(2)), Integer::max, TreeMap::new));
    }

    /** As Class.method. */
    TreeSet<String> tests() {
        return TEST.matcher(text)
                .results()
                .map(match -> match.group(1) + "." + match.group(2))
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
