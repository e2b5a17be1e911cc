package dev.apitoken.acceptance;

import static dev.apitoken.testkit.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.apitoken.crds.ApiToken;
import dev.apitoken.testkit.Cluster;
import dev.apitoken.testkit.RealCluster;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nothing of ours holds up a deletion, though no operator runs (rules B9, E11). */
@RealCluster
class NamespaceDeletionE2E {
    private static final List<String> KINDS = List.of("ApiToken", "ApiAccount", "TokenIssuer", "AccessPolicy");

    @TempDir
    Path home;

    private final Cluster cluster;

    NamespaceDeletionE2E(Cluster cluster) {
        this.cluster = cluster;
    }

    @Test
    void aNamespaceGoesThoughTheOperatorIsGone() throws Exception {
        var tenant = Tenant.of(cluster);
        try (var operator = InstalledOperator.start(cluster, home, Map.of())) {
            everyKind(tenant);
        }
        assertThat(objects(tenant))
                .hasSizeGreaterThan(6)
                .allSatisfy(object -> assertThat(object.getMetadata().getFinalizers())
                        .as(object.getKind())
                        .isEmpty());

        cluster.client().namespaces().withName(tenant.namespace()).delete();

        eventually(
                Duration.ofSeconds(30),
                () -> assertThat(cluster.client()
                                .namespaces()
                                .withName(tenant.namespace())
                                .get())
                        .isNull());
    }

    @Test
    void pruningTakesOwnedSecretsAndLeavesRetainedOnesUntracked() throws Exception {
        var tenant = Tenant.of(cluster);
        try (var operator = InstalledOperator.start(cluster, home, Map.of())) {
            everyKind(tenant);
        }
        tenant.apiTokens()
                .forEach(token -> cluster.client()
                        .resources(ApiToken.class)
                        .inNamespace(tenant.namespace())
                        .resource(token)
                        .delete());

        eventually(() -> assertThat(tenant.secret("ci")).isNull());
        assertThat(tenant.requireSecret("kept").getMetadata().getLabels().keySet())
                .noneMatch(label -> label.contains("argoproj") || label.startsWith("app.kubernetes.io"));
        assertThat(tenant.requireSecret("kept").getMetadata().getAnnotations().keySet())
                .noneMatch(annotation -> annotation.contains("argoproj"));
    }

    private void everyKind(Tenant tenant) {
        tenant.issuer();
        tenant.create("kind: ApiAccount\nmetadata: {name: ci}\nspec: {}\n");
        tenant.create("kind: AccessPolicy\nmetadata: {name: api}\nspec: {}\n");
        for (var spec : Map.of("ci", "user: ci", "kept", "user: ci, secret: {deletionPolicy: Retain}")
                .entrySet()) {
            tenant.create("""
                    kind: ApiToken
                    metadata:
                      name: %s
                      labels: {app.kubernetes.io/instance: shop}
                      annotations: {argocd.argoproj.io/tracking-id: "shop:apitoken.dev/ApiToken:shop/ci"}
                    spec: {%s}
                    """.formatted(spec.getKey(), spec.getValue()));
            tenant.awaitReady(spec.getKey());
        }
        eventually(() -> assertThat(tenant.secret("api-access")).isNotNull());
    }

    private List<HasMetadata> objects(Tenant tenant) {
        var client = cluster.client();
        var objects = new ArrayList<HasMetadata>();
        objects.addAll(client.secrets().inNamespace(tenant.namespace()).list().getItems());
        objects.addAll(
                client.rbac().roles().inNamespace(tenant.namespace()).list().getItems());
        for (String kind : KINDS) {
            List<GenericKubernetesResource> all = client.genericKubernetesResources("apitoken.dev/v1alpha1", kind)
                    .inNamespace(tenant.namespace())
                    .list()
                    .getItems();
            objects.addAll(all);
        }
        return objects;
    }
}
