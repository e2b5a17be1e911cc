package dev.apitoken.crds;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A type read from YAML that no server has seen holds what the server would have filled in: the schema's defaults. */
class TypesFillInTheDefaultsTest {

    @ParameterizedTest
    @MethodSource("dev.apitoken.crds.Manifest#all")
    void theDefaultsInJavaAreThoseOfTheSchema(Manifest manifest) {
        ObjectNode least = Manifest.SERIALIZATION.unmarshal("metadata: {name: a}", ObjectNode.class);
        if (manifest.type().equals(ApiToken.class)) {
            least.withObject("/spec").put("user", "ci");
        }

        assertThat(asReadByJava(least, manifest)).isEqualTo(asFilledInByTheServer(least, manifest));
    }

    @ParameterizedTest
    @MethodSource("dev.apitoken.crds.Manifest#all")
    void soAreTheDefaultsBelowWhatIsGivenButEmpty(Manifest manifest) {
        ObjectNode least = Manifest.SERIALIZATION.unmarshal("metadata: {name: a}", ObjectNode.class);
        manifest.schema().property("spec").properties().stream()
                .filter(property -> property.node().path("default").isObject())
                .forEach(property -> least.withObject("/spec").putObject(property.name()));

        assertThat(asReadByJava(least, manifest)).isEqualTo(asFilledInByTheServer(least, manifest));
    }

    private static Map<?, ?> asReadByJava(ObjectNode resource, Manifest manifest) {
        Object read = Manifest.SERIALIZATION.convertValue(resource, manifest.type());
        ObjectNode written = Manifest.SERIALIZATION.convertValue(read, ObjectNode.class);
        written.remove(List.of("apiVersion", "kind"));
        return comparable(written);
    }

    private static Map<?, ?> asFilledInByTheServer(ObjectNode resource, Manifest manifest) {
        ObjectNode filledIn = resource.deepCopy();
        fillIn(filledIn, manifest.schema());
        return comparable(filledIn);
    }

    /** Absent members get their default, then the defaults below it. */
    private static void fillIn(JsonNode value, Schema schema) {
        if (value instanceof ObjectNode object) {
            for (Schema property : schema.properties()) {
                if (!object.has(property.name()) && property.has("default")) {
                    object.set(property.name(), property.node().path("default").deepCopy());
                }
                fillIn(object.path(property.name()), property);
            }
        }
    }

    /** Without the empty lists that Java holds where absent and empty mean the same. */
    private static Map<?, ?> comparable(ObjectNode resource) {
        removeEmpties(resource);
        return Manifest.SERIALIZATION.unmarshal(resource.toString(), Map.class);
    }

    private static void removeEmpties(JsonNode value) {
        for (Iterator<JsonNode> members = value.iterator(); members.hasNext(); ) {
            JsonNode member = members.next();
            removeEmpties(member);
            if (member.isContainerNode() && member.isEmpty()) {
                members.remove();
            }
        }
    }
}
