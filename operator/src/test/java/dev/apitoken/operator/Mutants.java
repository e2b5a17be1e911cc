package dev.apitoken.operator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.stream.Stream;

/** A full object of a kind, out of the cases of its CRD, with one thing changed in each. */
final class Mutants {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private static final List<String> TEXTS = List.of(
            "",
            " ",
            "x",
            "*",
            "0s",
            "1m",
            "3650d",
            "999999d",
            "1970-01-01T00:00:00Z",
            "9999-12-31T23:59:59.999999999Z",
            "a".repeat(63),
            "a".repeat(253),
            "ÄÖÜ \u2028",
            "::",
            "0.0.0.0/0",
            "255.255.255.255-0.0.0.0",
            "ClusterTokenIssuer",
            "/*",
            "Manual");

    private static final List<Long> NUMBERS = List.of(-1L, 0L, 1L, 90L, 1L << 31, 1L << 53);

    private Mutants() {}

    static List<GenericKubernetesResource> of(String kind) {
        var full = full(kind);
        var mutants = new ArrayList<ObjectNode>();
        places(full.path("spec"), "/spec").forEach(place -> {
            mutants.add(without(full, place));
            replacements(full.at(place)).forEach(value -> mutants.add(with(full, place, value)));
        });
        for (String annotation : List.of("apitoken.dev/rotate-after", "apitoken.dev/denied", "example.com/any")) {
            TEXTS.forEach(text -> {
                var mutant = full.deepCopy();
                ((ObjectNode) mutant.path("metadata")).putObject("annotations").put(annotation, text);
                mutants.add(mutant);
            });
        }
        return new ArrayList<>(mutants.stream()
                .map(mutant -> JSON.convertValue(mutant, GenericKubernetesResource.class))
                .toList());
    }

    static JsonNode tree(GenericKubernetesResource object) {
        return JSON.valueToTree(object);
    }

    /** Without what would make all but one of them idle: a suspended one, a foreign issuer, one Secret for all. */
    private static ObjectNode full(String kind) {
        var file = Path.of("..", "crds", "src", "test", "resources", "cases", kind, "valid-full.yaml");
        try {
            ObjectNode full = JSON.valueToTree(Serialization.unmarshal(Files.readString(file), Map.class));
            if (kind.equals("ApiToken")) {
                ObjectNode spec = (ObjectNode) full.path("spec");
                spec.remove(List.of("suspend", "issuerRef"));
                ((ObjectNode) spec.path("secret")).remove("name");
            }
            return full;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Of everything below a node, branches too. */
    private static List<String> places(JsonNode node, String pointer) {
        var places = new ArrayList<String>();
        node.fields().forEachRemaining(field -> {
            String place = pointer + "/" + field.getKey().replace("~", "~0").replace("/", "~1");
            places.add(place);
            places.addAll(places(field.getValue(), place));
        });
        for (int i = 0; node.isArray() && i < node.size(); i++) {
            places.add(pointer + "/" + i);
            places.addAll(places(node.path(i), pointer + "/" + i));
        }
        return places;
    }

    private static Stream<JsonNode> replacements(JsonNode value) {
        return switch (value.getNodeType()) {
            case STRING -> TEXTS.stream().map(NODES::textNode);
            case NUMBER -> NUMBERS.stream().map(NODES::numberNode);
            case BOOLEAN -> Stream.of(NODES.booleanNode(!value.booleanValue()));
            case ARRAY -> Stream.of(NODES.arrayNode(), doubled((ArrayNode) value));
            case OBJECT -> Stream.of(NODES.objectNode());
            default -> Stream.of();
        };
    }

    private static ArrayNode doubled(ArrayNode list) {
        return list.deepCopy().addAll(list);
    }

    private static ObjectNode without(ObjectNode full, String place) {
        return changed(full, place, (parent, last) -> {
            if (parent instanceof ArrayNode list) {
                list.remove(Integer.parseInt(last));
            } else {
                ((ObjectNode) parent).remove(last);
            }
        });
    }

    private static ObjectNode with(ObjectNode full, String place, JsonNode value) {
        return changed(full, place, (parent, last) -> {
            if (parent instanceof ArrayNode list) {
                list.set(Integer.parseInt(last), value);
            } else {
                ((ObjectNode) parent).set(last, value);
            }
        });
    }

    private static ObjectNode changed(ObjectNode full, String place, BiConsumer<JsonNode, String> change) {
        var copy = full.deepCopy();
        int end = place.lastIndexOf('/');
        String last = place.substring(end + 1).replace("~1", "/").replace("~0", "~");
        change.accept(copy.at(place.substring(0, end)), last);
        return copy;
    }
}
