package dev.apitoken.benchmarks.scale;

import dev.apitoken.crds.ApiToken;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What users write, in bulk: made, edited, and read back. */
final class Load {
    private static final String API_VERSION = "apitoken.dev/v1alpha1";
    private static final PatchContext MERGE = PatchContext.of(PatchType.JSON_MERGE);

    private final KubernetesClient client;
    private final Layout layout;
    private final Pace pace;
    private final Bulk bulk;

    Load(KubernetesClient client, Layout layout, Pace pace, Bulk bulk) {
        this.client = client;
        this.layout = layout;
        this.pace = pace;
        this.bulk = bulk;
    }

    void createSurroundings() {
        create(issuer());
        bulk.each("namespaces", layout.namespaceNames(), name -> {
            create(new NamespaceBuilder()
                    .withNewMetadata()
                    .withName(name)
                    .endMetadata()
                    .build());
            create(resource("AccessPolicy", name, Layout.POLICY, Map.of()));
        });
        bulk.each(
                "accounts",
                layout.usersWithAccount(),
                user -> create(resource(
                        "ApiAccount", user.namespace(), user.name(), Map.of("roles", List.of("reader", "writer")))));
    }

    /** @return how long it took */
    Duration createTokens() {
        var due = Set.copyOf(layout.dueTokens());
        return bulk.each("tokens created", layout.all(), token -> create(apiToken(token, due.contains(token))));
    }

    /** With a limit, as a platform team would set one: it is looked at for every token. */
    private GenericKubernetesResource issuer() {
        var spec = Map.of(
                "namespaces", Map.of(),
                "limits", Map.of("maxTokensPerNamespace", 2 * layout.size(), "minValidity", "5m"));
        return resource("ClusterTokenIssuer", "", "default", spec);
    }

    private GenericKubernetesResource apiToken(Layout.Token token, boolean isDue) {
        var spec =
                new HashMap<String, Object>(Map.of("user", token.name(), "description", "made by the scale benchmark"));
        if (isDue) {
            spec.put("validity", pace.validity().toSeconds() + "s");
            spec.put("rotation", Map.of("renewBefore", pace.renewBefore().toSeconds() + "s", "jitterPercent", 0));
        }
        return resource("ApiToken", token.namespace(), token.name(), spec);
    }

    /** Returns when the API server has acknowledged it. */
    void patch(Layout.Token token, String mergePatch) {
        client.genericKubernetesResources(API_VERSION, "ApiToken")
                .inNamespace(token.namespace())
                .withName(token.name())
                .patch(MERGE, mergePatch);
    }

    void enable(Layout.Token token, boolean enabled) {
        patch(token, "{\"spec\":{\"enabled\":" + enabled + "}}");
    }

    List<ApiToken> readTokens(String namespace) {
        return client.resources(ApiToken.class).inNamespace(namespace).list().getItems();
    }

    private void create(HasMetadata resource) {
        client.resource(resource).create();
    }

    private static GenericKubernetesResource resource(String kind, String namespace, String name, Map<String, ?> spec) {
        var resource = new GenericKubernetesResource();
        resource.setApiVersion(API_VERSION);
        resource.setKind(kind);
        resource.setMetadata(new ObjectMetaBuilder()
                .withName(name)
                .withNamespace(namespace.isEmpty() ? null : namespace)
                .build());
        resource.setAdditionalProperty("spec", spec);
        return resource;
    }
}
