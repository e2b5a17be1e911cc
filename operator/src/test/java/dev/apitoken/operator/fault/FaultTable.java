package dev.apitoken.operator.fault;

import dev.apitoken.testkit.controlplane.Say;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.stream.Collectors;

/** How often each fault was tried in this run: printed, and left in the build folder. */
final class FaultTable {
    private final String title;
    private final SortedMap<String, Integer> counts = new ConcurrentSkipListMap<>();

    FaultTable(String title) {
        this.title = title;
    }

    void count(String what) {
        counts.merge(what, 1, Integer::sum);
    }

    SortedMap<String, Integer> counts() {
        return new TreeMap<>(counts);
    }

    void write() throws IOException {
        String text = counts.entrySet().stream()
                        .map(entry -> "%5d  %s%n".formatted(entry.getValue(), entry.getKey()))
                        .collect(Collectors.joining())
                + "%5d  in all%n"
                        .formatted(counts.values().stream()
                                .mapToInt(Integer::intValue)
                                .sum());
        text.lines().forEach(line -> Say.line(title + " " + line));
        Files.createDirectories(Path.of("target", "faults"));
        Files.writeString(Path.of("target", "faults", title + ".txt"), text);
    }
}
