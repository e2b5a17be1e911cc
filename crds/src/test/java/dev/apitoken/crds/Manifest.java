package dev.apitoken.crds;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;

/** One CRD as it travels in the jar, beside the Java type that claims to agree with it. */
record Manifest(Class<? extends HasMetadata> type, String text, JsonNode crd) {
    static final KubernetesSerialization SERIALIZATION = new KubernetesSerialization();

    private static final List<Class<? extends HasMetadata>> TYPES = List.of(
            ApiToken.class,
            ApiAccount.class,
            TokenIssuer.class,
            ClusterTokenIssuer.class,
            AccessPolicy.class,
            ValidatorReport.class);

    static Stream<Manifest> all() {
        return TYPES.stream().map(Manifest::of);
    }

    static Manifest of(Class<? extends HasMetadata> type) {
        String file = HasMetadata.getPlural(type) + "." + HasMetadata.getGroup(type) + ".yaml";
        try (InputStream in = Manifest.class.getResourceAsStream("/META-INF/apitoken/crds/" + file)) {
            if (in == null) {
                throw new IllegalStateException("no manifest " + file);
            }
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            return new Manifest(type, text, SERIALIZATION.unmarshal(text, JsonNode.class));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    JsonNode version() {
        return crd.at("/spec/versions/0");
    }

    Schema schema() {
        return new Schema("", version().at("/schema/openAPIV3Schema"));
    }

    String kind() {
        return crd.at("/spec/names/kind").asText();
    }

    /** For parameterized tests, which show it. */
    @Override
    public String toString() {
        return kind();
    }
}
