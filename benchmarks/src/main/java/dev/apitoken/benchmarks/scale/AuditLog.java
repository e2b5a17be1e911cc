package dev.apitoken.benchmarks.scale;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The API server's audit log, read as it grows. It holds the operator's requests only. For one thread. */
final class AuditLog implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int BUFFER = 1 << 16;

    private final InputStream in;
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private final List<AuditEntry> entries = new ArrayList<>();

    /** @param file there already, to be written by the API server */
    AuditLog(Path file) {
        try {
            in = Files.newInputStream(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** For the API server: everything this user does and nothing else, so that the log itself costs little. */
    static String policyFor(String user) {
        return """
                apiVersion: audit.k8s.io/v1
                kind: Policy
                omitStages: [RequestReceived]
                rules:
                  - level: Metadata
                    users: ["%s"]
                  - level: None
                """.formatted(user);
    }

    /** A place in the log: behind everything written so far. */
    int end() {
        read();
        return entries.size();
    }

    /** Everything behind that place, up to now. */
    List<AuditEntry> since(int place) {
        read();
        return List.copyOf(entries.subList(place, entries.size()));
    }

    private void read() {
        try {
            byte[] bytes = new byte[BUFFER];
            for (int count = in.read(bytes); count > 0; count = in.read(bytes)) {
                for (int i = 0; i < count; i++) {
                    if (bytes[i] == '\n') {
                        parse(line.toByteArray()).ifPresent(entries::add);
                        line.reset();
                    } else {
                        line.write(bytes[i]);
                    }
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Empty for a watch, whose end is no answer, and for what is no resource. */
    private static Optional<AuditEntry> parse(byte[] text) throws IOException {
        JsonNode event = JSON.readTree(text);
        JsonNode object = event.path("objectRef");
        if (!event.path("stage").asText().equals("ResponseComplete")
                || event.path("verb").asText().equals("watch")
                || object.isMissingNode()) {
            return Optional.empty();
        }
        String subresource = object.path("subresource").asText();
        String resource = object.path("resource").asText() + (subresource.isEmpty() ? "" : "/" + subresource);
        return Optional.of(new AuditEntry(
                Instant.parse(event.path("requestReceivedTimestamp").asText()),
                Instant.parse(event.path("stageTimestamp").asText()),
                event.path("verb").asText().intern(),
                resource.intern(),
                object.path("namespace").asText().intern(),
                object.path("name").asText(),
                event.path("responseStatus").path("code").asInt()));
    }

    @Override
    public void close() {
        try {
            in.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
