package dev.apitoken.acceptance.quickstart;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.awaitility.Awaitility;

/** The few things the story does with resources: read a token, change a field, wait for a condition. */
final class Resources {
    private static final Duration DEADLINE = Duration.ofSeconds(30);
    private static final PatchContext MERGE = PatchContext.of(PatchType.JSON_MERGE);

    private final KubernetesClient client;

    Resources(KubernetesClient client) {
        this.client = client;
    }

    /** Returns when the API server has acknowledged the change. */
    void patch(String kind, String namespace, String name, String mergePatch) {
        client.genericKubernetesResources("apitoken.dev/v1alpha1", kind)
                .inNamespace(namespace)
                .withName(name)
                .patch(MERGE, mergePatch);
    }

    String awaitToken(String namespace, String secret, Predicate<String> wanted) {
        return Awaitility.await("token in Secret " + secret)
                .atMost(DEADLINE)
                .pollInterval(Duration.ofMillis(10))
                .until(() -> token(namespace, secret).filter(wanted), Optional::isPresent)
                .orElseThrow();
    }

    private Optional<String> token(String namespace, String name) {
        Secret secret = client.secrets().inNamespace(namespace).withName(name).get();
        return Optional.ofNullable(secret)
                .map(Secret::getData)
                .map(data -> data.get("token"))
                .map(value -> new String(Base64.getDecoder().decode(value), StandardCharsets.US_ASCII));
    }

    void awaitReady(String kind, String namespace, String name) {
        Awaitility.await(kind + " " + name + " is Ready")
                .atMost(DEADLINE)
                .pollInterval(Duration.ofMillis(50))
                .until(() -> isReady(client.genericKubernetesResources("apitoken.dev/v1alpha1", kind)
                        .inNamespace(namespace)
                        .withName(name)
                        .get()));
    }

    @SuppressWarnings("unchecked")
    private static boolean isReady(GenericKubernetesResource resource) {
        var status = (Map<String, Object>) resource.getAdditionalProperties().get("status");
        if (status == null) {
            return false;
        }
        var conditions = (List<Map<String, Object>>) status.getOrDefault("conditions", List.of());
        return conditions.stream()
                .anyMatch(condition -> "Ready".equals(condition.get("type")) && "True".equals(condition.get("status")));
    }
}
