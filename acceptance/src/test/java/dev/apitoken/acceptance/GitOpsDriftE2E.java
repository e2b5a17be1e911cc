package dev.apitoken.acceptance;

import static dev.apitoken.testkit.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.apitoken.testkit.Cluster;
import dev.apitoken.testkit.RealCluster;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What Git says is what is there: rotations and a restart of the operator leave no drift (rule E7). */
@RealCluster
class GitOpsDriftE2E {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String MANAGER = "argocd-controller";

    @TempDir
    Path home;

    private final Cluster cluster;
    private Tenant tenant;
    private InstalledOperator operator;

    GitOpsDriftE2E(Cluster cluster) {
        this.cluster = cluster;
    }

    @BeforeEach
    void start() throws Exception {
        tenant = Tenant.of(cluster);
        tenant.issuer();
        operator = InstalledOperator.start(cluster, home, Map.of());
    }

    @AfterEach
    void stop() {
        operator.close();
    }

    @Test
    void applyingTheSameAgainChangesNothingAcrossRotationsAndARestart() throws Exception {
        applyAsArgo();
        tenant.awaitReady("from-git");
        assertNoDrift();
        for (long revision = 2; revision <= 4; revision++) {
            rotate();
            long wanted = revision;
            eventually(() -> assertThat(tenant.status("from-git").revision()).isEqualTo(wanted));
            assertNoDrift();
        }
        operator.close();
        operator = Install.everywhere().start(cluster, home, Map.of());
        tenant.awaitReady("from-git");
        assertNoDrift();
        applyAsArgo();
        assertThat(tenant.status("from-git").revision()).isEqualTo(4);
    }

    /** Neither the diff of server-side apply nor the one against what was applied last finds anything. */
    private void assertNoDrift() {
        var live = live();
        var applied = fromGit(true);
        assertThat(withoutBookkeeping(applied)).isEqualTo(withoutBookkeeping(live));
        assertThat(live.getMetadata().getManagedFields())
                .filteredOn(field -> !field.getManager().startsWith(MANAGER))
                .allSatisfy(field -> assertThat(field.getSubresource()).isEqualTo("status"));
        assertThat(tenant.requireSecret("from-git").getMetadata().getLabels().keySet())
                .noneMatch(label -> label.contains("argocd") || label.equals("app.kubernetes.io/instance"));
    }

    private void applyAsArgo() {
        fromGit(false);
    }

    private GenericKubernetesResource fromGit(boolean dryRun) {
        var resource = cluster.client().getKubernetesSerialization().unmarshal("""
                        apiVersion: apitoken.dev/v1alpha1
                        kind: ApiToken
                        metadata:
                          name: from-git
                          labels: {app.kubernetes.io/instance: shop}
                          annotations: {argocd.argoproj.io/tracking-id: "shop:apitoken.dev/ApiToken:shop/from-git"}
                        spec:
                          user: ci
                          validity: 720h
                          rotation: {renewBefore: 10d, overlap: 0d5m}
                          roles: [reader]
                        """, GenericKubernetesResource.class);
        var target = cluster.client().resource(resource).inNamespace(tenant.namespace());
        return (dryRun ? target.dryRun() : target).fieldManager(MANAGER).serverSideApply();
    }

    /** Outside Git, and level with it: an annotation of another manager. */
    private void rotate() {
        var patch = cluster.client()
                .getKubernetesSerialization()
                .unmarshal("""
                        apiVersion: apitoken.dev/v1alpha1
                        kind: ApiToken
                        metadata:
                          name: from-git
                          annotations: {apitoken.dev/rotate-after: "%s"}
                        """.formatted(secondAfterIssue()), GenericKubernetesResource.class);
        cluster.client()
                .resource(patch)
                .inNamespace(tenant.namespace())
                .fieldManager(MANAGER + "-emergency")
                .serverSideApply();
    }

    private Instant secondAfterIssue() {
        var token = Objects.requireNonNull(tenant.status("from-git").token());
        return Instant.parse(Objects.requireNonNull(token.issuedAt())).plusSeconds(1);
    }

    private static JsonNode withoutBookkeeping(HasMetadata resource) {
        ObjectNode tree = JSON.valueToTree(resource);
        ((ObjectNode) tree.path("metadata")).remove(List.of("managedFields", "resourceVersion"));
        return tree;
    }

    private GenericKubernetesResource live() {
        return cluster.client()
                .genericKubernetesResources("apitoken.dev/v1alpha1", "ApiToken")
                .inNamespace(tenant.namespace())
                .withName("from-git")
                .require();
    }
}
