package dev.apitoken.acceptance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What the API server wrote down about one caller: the only witness that is not the program itself (rule R5). */
record AuditLog(Path file, String user) {
    private static final ObjectMapper JSON = new ObjectMapper();

    static AuditLog of(Path file, String namespace, String serviceAccount) {
        return new AuditLog(file, "system:serviceaccount:" + namespace + ":" + serviceAccount);
    }

    /** The rights that requests of this caller made use of. */
    Set<GrantedRight> used() throws IOException {
        return entries()
                .filter(entry -> decision(entry).equals("allow"))
                .map(AuditLog::right)
                .collect(Collectors.toSet());
    }

    /** What it tried without having the right. */
    List<String> refused() throws IOException {
        return entries()
                .filter(entry -> decision(entry).equals("forbid"))
                .map(entry -> entry.path("verb").asText() + " "
                        + entry.path("requestURI").asText())
                .toList();
    }

    /** The addresses of what it listed or watched of this kind. */
    List<String> looksAt(String resource) throws IOException {
        return entries()
                .filter(entry -> entry.path("verb").asText().matches("list|watch"))
                .filter(entry -> entry.at("/objectRef/resource").asText().equals(resource))
                .map(entry -> URLDecoder.decode(entry.path("requestURI").asText(), StandardCharsets.UTF_8))
                .toList();
    }

    private Stream<JsonNode> entries() throws IOException {
        // The last line may be half written.
        return Files.readAllLines(file).stream()
                .filter(line -> line.endsWith("}"))
                .map(AuditLog::parse)
                .filter(entry -> entry.at("/user/username").asText().equals(user));
    }

    private static String decision(JsonNode entry) {
        return entry.path("annotations").path("authorization.k8s.io/decision").asText();
    }

    private static GrantedRight right(JsonNode entry) {
        var object = entry.path("objectRef");
        String sub = object.path("subresource").asText();
        return new GrantedRight(
                object.path("namespace").asText(),
                entry.path("verb").asText(),
                object.path("apiGroup").asText(),
                object.path("resource").asText() + (sub.isEmpty() ? "" : "/" + sub));
    }

    private static JsonNode parse(String line) {
        try {
            return JSON.readTree(line);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
