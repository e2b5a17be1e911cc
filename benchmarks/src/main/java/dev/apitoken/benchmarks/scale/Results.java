package dev.apitoken.benchmarks.scale;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;

/** The folder with the last run of each size: one JSON file each, and one table of all of them. */
record Results(Path folder) {
    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    void keep(ScaleResult result) {
        try {
            Files.createDirectories(folder);
            JSON.writeValue(folder.resolve("scale-" + result.tokens() + ".json").toFile(), result);
            Files.writeString(folder.resolve("scale.md"), table());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String table() {
        return ScaleTable.of(all());
    }

    private List<ScaleResult> all() {
        try (var files = Files.list(folder)) {
            return files.filter(file -> file.getFileName().toString().matches("scale-\\d+\\.json"))
                    .map(Results::read)
                    .sorted(Comparator.comparing(ScaleResult::tokens))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ScaleResult read(Path file) {
        try {
            return JSON.readValue(file.toFile(), ScaleResult.class);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
