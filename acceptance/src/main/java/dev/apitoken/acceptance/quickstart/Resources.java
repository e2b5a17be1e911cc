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
        await(kind + " " + name + " is Ready", kind, namespace, name, Resources::isReady);
    }

    /** Until its status is about its spec as it is now. */
    void awaitReported(String kind, String namespace, String name) {
        await(kind + " " + name + " is reported on", kind, namespace, name, Resources::isReported);
    }

    private void await(
            String what, String kind, String namespace, String name, Predicate<GenericKubernetesResource> wanted) {
        Awaitility.await(what)
                .atMost(DEADLINE)
                .pollInterval(Duration.ofMillis(50))
                .until(() -> wanted.test(client.genericKubernetesResources("apitoken.dev/v1alpha1", kind)
                        .inNamespace(namespace)
                        .withName(name)
                        .get()));
    }

    private static boolean isReported(GenericKubernetesResource resource) {
        return resource.get("status", "observedGeneration") instanceof Number observed
                && observed.longValue() == resource.getMetadata().getGeneration();
    }

    private static boolean isReady(GenericKubernetesResource resource) {
        return resource.get("status", "conditions") instanceof List<?> conditions
                && conditions.stream()
                        .anyMatch(condition -> condition instanceof Map<?, ?> fields
                                && "Ready".equals(fields.get("type"))
                                && "True".equals(fields.get("status")));
    }
}
