package dev.apitoken.operator.kubernetes;

import dev.apitoken.token.secret.SecretContent;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import java.util.Base64;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;

/** Kubernetes Secret to {@link SecretContent} and back. */
public final class SecretObject {
    private SecretObject() {}

    /** @throws IllegalArgumentException never for what an API server stores; its data is always Base64 */
    public static SecretContent content(Secret secret) {
        var data = new TreeMap<String, byte[]>();
        orEmpty(secret.getData())
                .forEach((key, value) -> data.put(key, Base64.getDecoder().decode(value)));
        return new SecretContent(
                Objects.requireNonNullElse(secret.getType(), ""),
                new TreeMap<>(orEmpty(secret.getMetadata().getLabels())),
                new TreeMap<>(orEmpty(secret.getMetadata().getAnnotations())),
                data);
    }

    /** A whole Secret without owner and without resourceVersion. */
    public static Secret of(ObjectName name, SecretContent content) {
        return new SecretBuilder()
                .withNewMetadata()
                .withNamespace(name.namespace())
                .withName(name.name())
                .withLabels(content.labels())
                .withAnnotations(content.annotations())
                .endMetadata()
                .withType(content.type())
                .withData(encoded(content.data()))
                .build();
    }

    private static SortedMap<String, String> encoded(SortedMap<String, byte[]> data) {
        var encoded = new TreeMap<String, String>();
        data.forEach((key, value) -> encoded.put(key, Base64.getEncoder().encodeToString(value)));
        return encoded;
    }

    private static Map<String, String> orEmpty(@org.jspecify.annotations.Nullable Map<String, String> map) {
        return map == null ? Map.of() : map;
    }
}
