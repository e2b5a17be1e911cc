package dev.apitoken.crds;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.BeanDescription;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.introspect.BeanPropertyDefinition;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The YAML is the contract and the Java types say the same: each property of one is a property of the other. */
class TypesAgreeWithSchemaTest {
    private static final Set<String> ENVELOPE = Set.of("apiVersion", "kind", "metadata");
    private static final Map<Class<?>, String> SCALARS =
            Map.of(String.class, "string", Long.class, "integer", Boolean.class, "boolean");

    private final ObjectMapper mapper = new ObjectMapper();

    @ParameterizedTest
    @MethodSource("dev.apitoken.crds.Manifest#all")
    void everyPropertyStandsInBothWithOneType(Manifest manifest) {
        Map<String, String> ofSchema = new TreeMap<>();
        manifest.schema().properties().forEach(property -> read(property, ofSchema));
        Map<String, String> ofJava = new TreeMap<>();
        properties("", mapper.constructType(manifest.type()), ofJava);

        assertThat(ofJava).isEqualTo(ofSchema);
    }

    @ParameterizedTest
    @MethodSource("dev.apitoken.crds.Manifest#all")
    void namesAndScopeAreTheSame(Manifest manifest) throws ReflectiveOperationException {
        var resource = (io.fabric8.kubernetes.client.CustomResource<?, ?>)
                manifest.type().getDeclaredConstructor().newInstance();
        var names = manifest.crd().at("/spec/names");

        assertThat(resource.getKind()).isEqualTo(names.path("kind").asText());
        assertThat(resource.getPlural()).isEqualTo(names.path("plural").asText());
        assertThat(resource.getSingular()).isEqualTo(names.path("singular").asText());
        assertThat(resource.getScope())
                .isEqualTo(manifest.crd().at("/spec/scope").asText());
        assertThat(resource.getApiVersion())
                .isEqualTo("apitoken.dev/" + manifest.version().path("name").asText());
        assertThat(io.fabric8.kubernetes.client.CustomResource.getShortNames(manifest.type()))
                .containsExactly(names.at("/shortNames/0").asText());
        assertThat(io.fabric8.kubernetes.client.CustomResource.getCategories(manifest.type()))
                .containsExactly(names.at("/categories/0").asText());
    }

    private static void read(Schema schema, Map<String, String> tree) {
        tree.put(schema.path(), schema.has("additionalProperties") ? "map" : schema.type());
        schema.children().forEach(child -> read(child, tree));
    }

    private void read(String path, JavaType type, Map<String, String> tree) {
        if (type.hasRawClass(List.class)) {
            tree.put(path, "array");
            read(path + "[]", type.getContentType(), tree);
        } else if (type.hasRawClass(Map.class)) {
            tree.put(path, "map");
            read(path + "{}", type.getContentType(), tree);
        } else if (SCALARS.containsKey(type.getRawClass())) {
            tree.put(path, SCALARS.get(type.getRawClass()));
        } else {
            tree.put(path, "object");
            properties(path + ".", type, tree);
        }
    }

    private void properties(String prefix, JavaType type, Map<String, String> tree) {
        BeanDescription bean = mapper.getDeserializationConfig().introspect(type);
        for (BeanPropertyDefinition property : bean.findProperties()) {
            boolean envelope = prefix.isEmpty() && ENVELOPE.contains(property.getName());
            if (!envelope && !property.getPrimaryType().hasRawClass(Void.class)) {
                read(prefix + property.getName(), property.getPrimaryType(), tree);
            }
        }
    }
}
