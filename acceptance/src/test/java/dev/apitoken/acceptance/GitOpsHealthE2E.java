package dev.apitoken.acceptance;

import static dev.apitoken.testkit.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.apitoken.testkit.Cluster;
import dev.apitoken.testkit.RealCluster;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Argo CD and Flux see our kinds as they are, by the script that we ship and by the conventions of kstatus (rule E8). */
@RealCluster
class GitOpsHealthE2E {
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    Path home;

    private final Cluster cluster;
    private final ArgoHealth argo = ArgoHealth.shipped();
    private Tenant tenant;
    private InstalledOperator operator;

    GitOpsHealthE2E(Cluster cluster) throws Exception {
        this.cluster = cluster;
    }

    @BeforeEach
    void start() throws Exception {
        tenant = Tenant.of(cluster);
        tenant.apiToken("before-there-is-an-operator");
        assertSeen("before-there-is-an-operator", "Progressing", Kstatus.InProgress);
        tenant.create("kind: TokenIssuer\nmetadata: {name: default}\nspec: {limits: {users: [ci]}}\n");
        operator = InstalledOperator.start(cluster, home, Map.of());
        tenant.awaitReady("before-there-is-an-operator");
    }

    @AfterEach
    void stop() {
        operator.close();
    }

    @Test
    void healthIsTrueInEveryStateOfAToken() {
        assertSeen("before-there-is-an-operator", "Healthy", Kstatus.Current);

        tenant.apiToken("disabled", "user: ci, enabled: false");
        tenant.apiToken("expired", "user: ci, expiresAt: \"2020-01-01T00:00:00Z\"");
        tenant.apiToken("suspended", "user: ci, suspend: true");
        tenant.apiToken("outside-the-limits", "user: root");
        tenant.apiToken("waiting", "user: ci, issuerRef: {kind: TokenIssuer, name: none}");
        tenant.awaitReady("disabled");
        tenant.awaitReady("expired");
        tenant.awaitReady("suspended");
        tenant.awaitReason("outside-the-limits", "NotAllowed");
        tenant.awaitReason("waiting", "IssuerNotFound");

        assertSeen("disabled", "Healthy", Kstatus.Current);
        assertSeen("expired", "Healthy", Kstatus.Current);
        assertSeen("suspended", "Suspended", Kstatus.Current);
        assertSeen("outside-the-limits", "Degraded", Kstatus.Failed);
        assertSeen("waiting", "Progressing", Kstatus.InProgress);

        var edited = json("disabled");
        ((ObjectNode) edited.path("metadata")).put("generation", 99);
        assertThat(argo.of(edited)).isEqualTo("Progressing");
        assertThat(Kstatus.of(edited)).isEqualTo(Kstatus.InProgress);
        var unread = json("disabled");
        ((ObjectNode) unread).remove("status");
        assertThat(argo.of(unread)).isEqualTo("Progressing");
    }

    @Test
    void healthIsTrueForTheOtherKinds() {
        tenant.create("kind: AccessPolicy\nmetadata: {name: api}\nspec: {}\n");
        tenant.create("kind: ApiAccount\nmetadata: {name: ci}\nspec: {}\n");
        for (String kind : List.of("AccessPolicy", "ApiAccount", "TokenIssuer")) {
            eventually(() -> assertThat(all(kind)).isNotEmpty().allSatisfy(resource -> {
                assertThat(argo.of(resource)).isEqualTo("Healthy");
                assertThat(Kstatus.of(resource)).isEqualTo(Kstatus.Current);
            }));
        }
    }

    @Test
    void theScriptInTheConfigMapIsTheTestedOne() throws Exception {
        var configMap = cluster.client()
                .getKubernetesSerialization()
                .unmarshal(Files.readString(ArgoHealth.file().resolveSibling("argocd-cm.yaml")), ConfigMap.class);
        JsonNode customizations = JSON.valueToTree(cluster.client()
                .getKubernetesSerialization()
                .unmarshal(configMap.getData().get("resource.customizations"), Map.class));

        assertThat(customizations
                        .path("apitoken.dev/*")
                        .path("health.lua")
                        .asText()
                        .strip())
                .isEqualTo(argo.script().strip());
    }

    private void assertSeen(String name, String argoHealth, Kstatus kstatus) {
        var resource = json(name);
        assertThat(argo.of(resource)).as(name).isEqualTo(argoHealth);
        assertThat(Kstatus.of(resource)).as(name).isEqualTo(kstatus);
    }

    private JsonNode json(String name) {
        return JSON.valueToTree(cluster.client()
                .genericKubernetesResources("apitoken.dev/v1alpha1", "ApiToken")
                .inNamespace(tenant.namespace())
                .withName(name)
                .require());
    }

    private List<GenericKubernetesResource> all(String kind) {
        return cluster.client()
                .genericKubernetesResources("apitoken.dev/v1alpha1", kind)
                .inNamespace(tenant.namespace())
                .list()
                .getItems();
    }
}
