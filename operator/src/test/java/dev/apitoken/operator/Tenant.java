package dev.apitoken.operator;

import dev.apitoken.crds.ApiToken;
import dev.apitoken.crds.ApiTokenStatus;
import dev.apitoken.crds.ConditionType;
import dev.apitoken.crds.TokenIssuer;
import dev.apitoken.operator.kubernetes.Conditions;
import dev.apitoken.testkit.Cluster;
import dev.apitoken.testkit.Eventually;
import dev.apitoken.testkit.Sample;
import dev.apitoken.token.signing.UnverifiedToken;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.DeletionPropagation;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.events.v1.Event;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.assertj.core.api.Assertions;
import org.jspecify.annotations.Nullable;

/** A namespace and what its people do there. */
public final class Tenant {
    private final KubernetesClient client;
    private final String namespace;

    private Tenant(KubernetesClient client, String namespace) {
        this.client = client;
        this.namespace = namespace;
    }

    public static Tenant of(Cluster cluster) {
        return new Tenant(cluster.client(), cluster.newNamespace("tenant"));
    }

    public static Tenant withIssuer(Cluster cluster) {
        var tenant = of(cluster);
        tenant.issuer("default");
        return tenant;
    }

    public String namespace() {
        return namespace;
    }

    public KubernetesClient client() {
        return client;
    }

    public void issuer(String name) {
        create("""
                apiVersion: apitoken.dev/v1alpha1
                kind: TokenIssuer
                metadata: {name: %s}
                spec: {}
                """.formatted(name));
    }

    public void create(String yaml) {
        Sample.yaml(yaml).createIn(namespace, client);
    }

    /** @param spec members of spec in YAML flow style, such as {@code "validity: 1h, enabled: false"}; may be empty */
    public void apiToken(String name, String spec) {
        create("""
                apiVersion: apitoken.dev/v1alpha1
                kind: ApiToken
                metadata: {name: %s}
                spec: {user: ci%s}
                """.formatted(name, spec.isEmpty() ? "" : ", " + spec));
    }

    /** @param json a JSON merge patch */
    public void patch(String name, String json) {
        var patch = PatchContext.of(PatchType.JSON_MERGE);
        client.resources(ApiToken.class).inNamespace(namespace).withName(name).patch(patch, json);
    }

    /** @param json a JSON merge patch */
    public void patchIssuer(String name, String json) {
        client.resources(TokenIssuer.class)
                .inNamespace(namespace)
                .withName(name)
                .patch(PatchContext.of(PatchType.JSON_MERGE), json);
    }

    public void wipeIssuerStatus(String name) {
        client.resources(TokenIssuer.class)
                .inNamespace(namespace)
                .withName(name)
                .subresource("status")
                .patch(PatchContext.of(PatchType.JSON_MERGE), "{\"status\": null}");
    }

    public void patchSecret(String name, UnaryOperator<Secret> change) {
        client.secrets().inNamespace(namespace).withName(name).edit(change);
    }

    public void delete(String name) {
        client.resources(ApiToken.class).inNamespace(namespace).withName(name).delete();
    }

    /** Its Secret stays, without an owner: as when a backup brings both back under new UIDs. */
    public void deleteOnly(String name) {
        client.resources(ApiToken.class)
                .inNamespace(namespace)
                .withName(name)
                .withPropagationPolicy(DeletionPropagation.ORPHAN)
                .delete();
        Eventually.eventually(() -> Assertions.assertThat(client.resources(ApiToken.class)
                        .inNamespace(namespace)
                        .withName(name)
                        .get())
                .isNull());
    }

    public ApiToken get(String name) {
        return client.resources(ApiToken.class)
                .inNamespace(namespace)
                .withName(name)
                .require();
    }

    public ApiTokenStatus status(String name) {
        return get(name).getStatus();
    }

    public ApiTokenStatus.IssuedToken issued(String name) {
        return Objects.requireNonNull(status(name).token(), "no token in the status of " + name);
    }

    public ApiTokenStatus.LastRotation lastRotation(String name) {
        return Objects.requireNonNull(status(name).lastRotation(), "no rotation in the status of " + name);
    }

    public @Nullable Secret secretOrNull(String name) {
        return client.secrets().inNamespace(namespace).withName(name).get();
    }

    public Secret secret(String name) {
        return Objects.requireNonNull(secretOrNull(name), "no Secret " + name);
    }

    public String token(String secret) {
        return item(secret, "token");
    }

    public String item(String secret, String key) {
        return new String(Base64.getDecoder().decode(secret(secret).getData().get(key)), StandardCharsets.UTF_8);
    }

    /** As a client would recognise it: the jti of what stands in the Secret. */
    public String tokenId(String secret) {
        return UnverifiedToken.read(token(secret)).orElseThrow().claims().id().value();
    }

    public void eventually(String name, Predicate<ApiTokenStatus> holds) {
        Eventually.eventually(() -> Assertions.assertThat(status(name)).matches(holds));
    }

    public void eventuallyReady(String name) {
        eventuallyCondition(name, ConditionType.Ready, "True", "AsRequested");
    }

    public void eventuallyCondition(String name, ConditionType type, String status, String reason) {
        Eventually.eventually(() -> {
            var token = get(name);
            var found = condition(token.getStatus(), type);
            Assertions.assertThat(List.of(found.getStatus(), found.getReason()))
                    .as("%s: %s", type, found.getMessage())
                    .isEqualTo(List.of(status, reason));
            Assertions.assertThat(found.getObservedGeneration())
                    .isEqualTo(token.getMetadata().getGeneration());
        });
    }

    public static Condition condition(ApiTokenStatus status, ConditionType type) {
        return Conditions.find(status.conditions(), type).orElseThrow();
    }

    public List<String> eventReasons(String name) {
        return client.events().v1().events().inNamespace(namespace).list().getItems().stream()
                .filter(event -> event.getRegarding().getName().equals(name))
                .map(Event::getReason)
                .toList();
    }
}
