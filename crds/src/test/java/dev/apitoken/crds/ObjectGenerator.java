package dev.apitoken.crds;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.stream.StreamSupport;

/** Random objects that a schema admits, odd ones for preference. The same seed gives the same objects. */
final class ObjectGenerator {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final int MANY = 12;

    private final RandomGenerator random;
    private final StringGenerator strings;
    private final boolean withUnknownFields;

    /** @param withUnknownFields adds members that the schema does not know, as a newer release would have */
    ObjectGenerator(RandomGenerator random, boolean withUnknownFields) {
        this.random = random;
        this.strings = new StringGenerator(random);
        this.withUnknownFields = withUnknownFields;
    }

    /** A whole resource; its name ends in the number, so that many differ. */
    ObjectNode resource(Manifest manifest, int number) {
        ObjectNode resource = object(manifest.schema());
        resource.put("apiVersion", "apitoken.dev/v1alpha1");
        resource.put("kind", manifest.kind());
        resource.putObject("metadata").put("name", "generated-" + number);
        RuleMender.mend(resource);
        return resource;
    }

    private JsonNode any(Schema schema) {
        return switch (schema.type()) {
            case "object" -> schema.has("additionalProperties") ? map(schema) : object(schema);
            case "array" -> array(schema);
            case "string" -> TextNode.valueOf(strings.fitting(schema));
            case "integer" -> integer(schema.node());
            case "boolean" -> JSON.booleanNode(random.nextBoolean());
            default -> throw new IllegalArgumentException(schema.path() + " has the type " + schema.type());
        };
    }

    private ObjectNode object(Schema schema) {
        Set<String> required = new HashSet<>();
        schema.node().path("required").forEach(name -> required.add(name.asText()));
        ObjectNode object = JSON.objectNode();
        for (Schema property : schema.properties()) {
            if (required.contains(property.name()) || random.nextInt(10) < 7) {
                object.set(property.name(), any(property));
            }
        }
        if (withUnknownFields && random.nextInt(3) == 0) {
            object.set("memberOfANewerRelease", unknown());
        }
        return object;
    }

    private JsonNode unknown() {
        return switch (random.nextInt(5)) {
            case 0 -> JSON.nullNode();
            case 1 -> JSON.numberNode(1.5e300);
            case 2 -> JSON.arrayNode().add("x").add(1).addNull();
            case 3 -> JSON.objectNode().set("x", JSON.objectNode());
            default -> TextNode.valueOf("x");
        };
    }

    private ObjectNode map(Schema schema) {
        ObjectNode map = JSON.objectNode();
        int size = size(0, schema.node().path("maxProperties").asInt());
        for (int i = 0; i < size; i++) {
            map.set(strings.key(schema), any(schema.values()));
        }
        return map;
    }

    private ArrayNode array(Schema schema) {
        ArrayNode array = JSON.arrayNode();
        Set<JsonNode> seen = new HashSet<>();
        int least = schema.node().path("minItems").asInt(0);
        int size = size(least, schema.node().path("maxItems").asInt());
        for (int tries = 0; array.size() < size && tries < 20 * size; tries++) {
            JsonNode item = any(schema.items());
            if (seen.add(identity(schema.node(), item))) {
                array.add(item);
            }
        }
        return array;
    }

    /** What must differ from item to item: the keys in a map, the whole in a set, in an atomic list what a rule says. */
    private JsonNode identity(JsonNode list, JsonNode item) {
        if (list.path("x-kubernetes-validations").toString().contains("exists_one")) {
            return item.has("key") ? item.path("key") : item;
        }
        return switch (list.path("x-kubernetes-list-type").asText()) {
            case "set" -> item;
            case "map" -> {
                ArrayNode keys = JSON.arrayNode();
                list.path("x-kubernetes-list-map-keys").forEach(key -> keys.add(item.path(key.asText())));
                yield keys;
            }
            default -> JSON.numberNode(random.nextLong());
        };
    }

    private int size(int least, int most) {
        return Math.max(least, Math.min(most, random.nextInt(5) == 0 ? MANY : random.nextInt(3)));
    }

    private JsonNode integer(JsonNode schema) {
        if (schema.has("enum")) {
            List<JsonNode> values = StreamSupport.stream(schema.path("enum").spliterator(), false)
                    .toList();
            return values.get(random.nextInt(values.size()));
        }
        long low = schema.path("minimum").asLong(Long.MIN_VALUE);
        long high = schema.path("maximum").asLong(Long.MAX_VALUE);
        return JSON.numberNode(
                switch (random.nextInt(3)) {
                    case 0 -> low;
                    case 1 -> high;
                    default -> random.nextLong(low, high);
                });
    }
}
