package dev.apitoken.crds;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.apitoken.crds.Server.Answer;
import dev.apitoken.testkit.Cluster;
import dev.apitoken.testkit.RealCluster;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each bound of each field a user can set, broken by one in a resource that is otherwise valid. */
@RealCluster
class CrdBoundsIT {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private static Server server;

    @BeforeAll
    static void makeNamespace(Cluster cluster) {
        server = Server.with(cluster);
    }

    /** @param words what the server says */
    record Bound(String kind, Schema schema, String keyword, UnaryOperator<JsonNode> broken, String words) {
        @Override
        public String toString() {
            return kind + " " + schema.path() + " " + keyword;
        }
    }

    @ParameterizedTest
    @MethodSource("bounds")
    void theServerRefusesWhatBreaksIt(Bound bound) {
        ExampleAt example = ExampleAt.in(bound.kind(), bound.schema().path()).orElseThrow();
        ObjectNode resource = example.with(bound.broken());

        Answer answer =
                server.tryCreate(Manifest.SERIALIZATION.convertValue(resource, GenericKubernetesResource.class));

        assertThat(answer)
                .isInstanceOfSatisfying(
                        Answer.Refused.class,
                        refused -> assertThat(refused.names(example.path(), bound.words()))
                                .as("%s: %s among%n%s", example.path(), bound.words(), refused)
                                .isTrue());
    }

    static Stream<Bound> bounds() {
        return Manifest.all()
                .flatMap(manifest -> manifest.schema()
                        .walk()
                        .filter(schema -> schema.path().matches("(spec|report)[.].*"))
                        .flatMap(schema -> boundsOf(manifest.kind(), schema)));
    }

    private static Stream<Bound> boundsOf(String kind, Schema schema) {
        JsonNode node = schema.node();
        Stream.Builder<Bound> bounds = Stream.builder();
        bounds.add(new Bound(kind, schema, "type", v -> otherType(schema), "must be of type"));
        if (schema.type().equals("string") && !node.has("enum")) {
            int most = node.path("maxLength").asInt();
            bounds.add(new Bound(kind, schema, "maxLength", v -> text(most + 1), "may not be more than " + most));
        }
        if (node.path("minLength").asInt() > 0) {
            bounds.add(new Bound(kind, schema, "minLength", v -> text(0), "chars long"));
        }
        if (node.has("pattern")) {
            bounds.add(new Bound(kind, schema, "pattern", v -> JSON.textNode("\n".repeat(9)), "should match"));
        }
        if (node.has("enum")) {
            JsonNode other = schema.type().equals("string") ? JSON.textNode("Other") : JSON.numberNode(418);
            bounds.add(new Bound(kind, schema, "enum", v -> other, "Unsupported value"));
        }
        if (node.has("minimum")) {
            long least = node.path("minimum").asLong();
            bounds.add(new Bound(kind, schema, "minimum", v -> JSON.numberNode(least - 1), "greater than or equal"));
        }
        if (node.has("maximum")) {
            long most = node.path("maximum").asLong();
            bounds.add(new Bound(kind, schema, "maximum", v -> JSON.numberNode(most + 1), "less than or equal"));
        }
        if (node.has("maxItems")) {
            int most = node.path("maxItems").asInt();
            bounds.add(new Bound(kind, schema, "maxItems", v -> repeated(v.path(0), most + 1), "Too many"));
        }
        if (node.has("minItems")) {
            bounds.add(new Bound(kind, schema, "minItems", v -> JSON.arrayNode(), "items"));
        }
        if (node.has("maxProperties")) {
            int most = node.path("maxProperties").asInt();
            bounds.add(new Bound(
                    kind, schema, "maxProperties", v -> many(v.iterator().next(), most + 1), "Too many"));
        }
        return Stream.concat(bounds.build(), required(kind, schema));
    }

    private static Stream<Bound> required(String kind, Schema schema) {
        return schema.node()
                .path("required")
                .valueStream()
                .map(name -> new Bound(
                        kind,
                        schema.property(name.asText()),
                        "required",
                        v -> MissingNode.getInstance(),
                        "Required value"));
    }

    private static JsonNode otherType(Schema schema) {
        return schema.type().equals("string") ? JSON.numberNode(1) : JSON.textNode("x");
    }

    private static JsonNode text(int length) {
        return JSON.textNode("a".repeat(length));
    }

    private static ArrayNode repeated(JsonNode item, int times) {
        ArrayNode array = JSON.arrayNode();
        IntStream.range(0, times).forEach(i -> array.add(item.deepCopy()));
        return array;
    }

    private static ObjectNode many(JsonNode value, int times) {
        ObjectNode map = JSON.objectNode();
        IntStream.range(0, times).forEach(i -> map.set("k" + i, value.deepCopy()));
        return map;
    }
}
