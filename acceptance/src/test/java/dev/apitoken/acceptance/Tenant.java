package dev.apitoken.acceptance;

import static dev.apitoken.testkit.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.apitoken.crds.ApiToken;
import dev.apitoken.crds.ApiTokenStatus;
import dev.apitoken.testkit.Cluster;
import dev.apitoken.testkit.Sample;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A namespace and what its people do there. */
record Tenant(KubernetesClient client, String namespace) {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    static Tenant of(Cluster cluster) {
        return new Tenant(cluster.client(), cluster.newNamespace("tenant"));
    }

    void create(String yaml) {
        Sample.yaml("apiVersion: apitoken.dev/v1alpha1\n" + yaml).createIn(namespace, client);
    }

    void issuer() {
        create("kind: TokenIssuer\nmetadata: {name: default}\nspec: {}\n");
    }

    void apiToken(String name) {
        apiToken(name, "user: ci");
    }

    /** @param spec members of spec in YAML flow style */
    void apiToken(String name, String spec) {
        create("kind: ApiToken\nmetadata: {name: %s}\nspec: {%s}\n".formatted(name, spec));
    }

    /** @param json a JSON merge patch */
    void patch(String name, String json) {
        client.resources(ApiToken.class)
                .inNamespace(namespace)
                .withName(name)
                .patch(PatchContext.of(PatchType.JSON_MERGE), json);
    }

    ApiTokenStatus status(String name) {
        return client.resources(ApiToken.class)
                .inNamespace(namespace)
                .withName(name)
                .require()
                .getStatus();
    }

    Condition condition(String name, String type) {
        return status(name).conditions().stream()
                .filter(condition -> condition.getType().equals(type))
                .findFirst()
                .orElseThrow();
    }

    void awaitReady(String name) {
        awaitReason(name, "AsRequested");
    }

    void awaitReason(String name, String reason) {
        eventually(
                PATIENCE,
                () -> assertThat(condition(name, "Ready").getReason()).as(name).isEqualTo(reason));
    }

    List<ApiToken> apiTokens() {
        return client.resources(ApiToken.class).inNamespace(namespace).list().getItems();
    }

    @Nullable
    Secret secret(String name) {
        return client.secrets().inNamespace(namespace).withName(name).get();
    }

    Secret requireSecret(String name) {
        return client.secrets().inNamespace(namespace).withName(name).require();
    }

    String token(String name) {
        byte[] value = Base64.getDecoder().decode(requireSecret(name).getData().get("token"));
        return new String(value, StandardCharsets.US_ASCII);
    }
}
