package dev.apitoken.crds;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * An object that cannot be read ends the operator's process. So whatever the schema admits is read, with fields of a
 * newer release too; {@link GeneratedObjectsIT} proves that the server admits what is generated here.
 */
class TypesReadWhateverIsAcceptedTest {
    private static final int OBJECTS = 500;
    private static final long SEED = 20_261_122;

    @ParameterizedTest
    @MethodSource("dev.apitoken.crds.Manifest#all")
    void nothingTheSchemaAdmitsFailsToBeRead(Manifest manifest) {
        var generator = new ObjectGenerator(new Random(SEED), true);
        for (int i = 0; i < OBJECTS; i++) {
            String json = generator.resource(manifest, i).toString();
            assertThatCode(() -> Manifest.SERIALIZATION.unmarshal(json, manifest.type()))
                    .as(json)
                    .doesNotThrowAnyException();
        }
    }

    @ParameterizedTest
    @MethodSource("dev.apitoken.crds.Manifest#all")
    void nothingThatIsReadGetsLost(Manifest manifest) {
        var generator = new ObjectGenerator(new Random(SEED), false);
        for (int i = 0; i < OBJECTS; i++) {
            ObjectNode object = generator.resource(manifest, i);
            JsonNode written = Manifest.SERIALIZATION.convertValue(
                    Manifest.SERIALIZATION.convertValue(object, manifest.type()), JsonNode.class);
            assertThat(holds(written, object))
                    .as("%s%nwas read as%n%s", object, written)
                    .isTrue();
        }
    }

    /** Every member of the other is a member here; more members are no harm, nor are empty ones lost. */
    private static boolean holds(JsonNode here, JsonNode other) {
        if (here.isMissingNode()) {
            return other.isContainerNode() && other.isEmpty();
        }
        if (other.isObject()) {
            return other.propertyStream().allMatch(e -> holds(here.path(e.getKey()), e.getValue()));
        }
        if (other.isArray()) {
            return here.size() == other.size()
                    && IntStream.range(0, other.size()).allMatch(i -> holds(here.path(i), other.path(i)));
        }
        return here.isNumber() ? here.asLong() == other.asLong() : here.equals(other);
    }
}
