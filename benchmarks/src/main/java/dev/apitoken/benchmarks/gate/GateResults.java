package dev.apitoken.benchmarks.gate;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The folder with the last whole run, as a page and as JSON, and the last quick one as JSON beside it. */
record GateResults(Path folder) {
    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    void keep(GateResult result, boolean full) {
        try {
            Files.createDirectories(folder);
            if (full) {
                JSON.writeValue(folder.resolve("gate-full.json").toFile(), result);
                Files.writeString(folder.resolve("gate.md"), GateTable.of(result));
            } else {
                JSON.writeValue(folder.resolve("gate-quick.json").toFile(), result);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
