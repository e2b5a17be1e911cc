package dev.apitoken.crds;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.stream.Stream;

/**
 * A node of a CRD's schema and where it stands: {@code spec.rules[].paths[]}, {@code spec.secret.labels{}}; the root
 * stands at the empty path.
 */
record Schema(String path, JsonNode node) {

    String type() {
        return node.path("type").asText();
    }

    boolean has(String keyword) {
        return node.has(keyword);
    }

    boolean isProperty() {
        return !path.isEmpty() && !path.endsWith("[]") && !path.endsWith("{}");
    }

    /** Below the items of a list, or below the values of a map. */
    boolean isRepeated() {
        return path.contains("[]") || path.contains("{}");
    }

    /** Not of the envelope that all kinds share. */
    boolean isAboutThisProduct() {
        return !path.equals("apiVersion") && !path.equals("kind") && !path.startsWith("metadata");
    }

    String name() {
        return path.substring(path.lastIndexOf('.') + 1);
    }

    Schema property(String name) {
        return new Schema(
                path.isEmpty() ? name : path + "." + name,
                node.path("properties").path(name));
    }

    Schema items() {
        return new Schema(path + "[]", node.path("items"));
    }

    Schema values() {
        return new Schema(path + "{}", node.path("additionalProperties"));
    }

    List<Schema> properties() {
        return node.path("properties")
                .propertyStream()
                .map(e -> property(e.getKey()))
                .toList();
    }

    Stream<Schema> children() {
        return Stream.of(
                        properties().stream(),
                        has("items") ? Stream.of(items()) : Stream.<Schema>empty(),
                        has("additionalProperties") ? Stream.of(values()) : Stream.<Schema>empty())
                .flatMap(s -> s);
    }

    /** This node and all below it. */
    Stream<Schema> walk() {
        return Stream.concat(Stream.of(this), children().flatMap(Schema::walk));
    }

    Stream<JsonNode> rules() {
        return node.path("x-kubernetes-validations").valueStream();
    }
}
