package dev.apitoken.validator.index;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.apitoken.token.secret.SecretContent;
import java.io.IOException;
import java.util.Base64;
import java.util.SortedMap;
import java.util.TreeMap;

/** Reads the three JSON texts the API server sends: a Secret, the metadata of one, and a line of a watch. */
final class SecretJson {
    private static final ObjectMapper mapper = new ObjectMapper();

    private SecretJson() {}

    static SeenSecret secret(byte[] json) throws SourceException {
        return secret(read(json));
    }

    static String version(byte[] json) throws SourceException {
        return version(read(json));
    }

    static WatchEvent event(String line) throws SourceException {
        JsonNode event = read(line);
        JsonNode object = event.path("object");
        return switch (event.path("type").asText()) {
            case "ADDED", "MODIFIED" -> new WatchEvent.Shown(secret(object));
            case "DELETED" -> new WatchEvent.Deleted(version(object));
            case "BOOKMARK" -> new WatchEvent.Bookmark(version(object));
            case "ERROR" -> new WatchEvent.Failed(object.path("code").asInt());
            default -> throw unreadable();
        };
    }

    private static SeenSecret secret(JsonNode secret) throws SourceException {
        JsonNode metadata = secret.path("metadata");
        SecretContent content = new SecretContent(
                secret.path("type").asText(),
                texts(metadata.path("labels")),
                texts(metadata.path("annotations")),
                data(secret.path("data")));
        return new SeenSecret(version(secret), content);
    }

    private static String version(JsonNode object) throws SourceException {
        String version = object.path("metadata").path("resourceVersion").asText();
        if (version.isEmpty()) {
            throw unreadable();
        }
        return version;
    }

    private static SortedMap<String, String> texts(JsonNode object) {
        SortedMap<String, String> texts = new TreeMap<>();
        object.properties()
                .forEach(member -> texts.put(member.getKey(), member.getValue().asText()));
        return texts;
    }

    private static SortedMap<String, byte[]> data(JsonNode object) throws SourceException {
        SortedMap<String, byte[]> data = new TreeMap<>();
        try {
            object.properties()
                    .forEach(member -> data.put(
                            member.getKey(),
                            Base64.getDecoder().decode(member.getValue().asText())));
        } catch (IllegalArgumentException e) {
            throw unreadable();
        }
        return data;
    }

    private static JsonNode read(byte[] json) throws SourceException {
        try {
            return mapper.readTree(json);
        } catch (IOException e) {
            throw unreadable();
        }
    }

    private static JsonNode read(String json) throws SourceException {
        try {
            return mapper.readTree(json);
        } catch (JsonProcessingException e) {
            throw unreadable();
        }
    }

    /** Without the parser's message, which may quote content. */
    private static SourceException unreadable() {
        return new SourceException(SourceFailure.Unreadable, "not the JSON of a Secret");
    }
}
