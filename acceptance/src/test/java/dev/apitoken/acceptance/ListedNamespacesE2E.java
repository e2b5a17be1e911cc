package dev.apitoken.acceptance;

import static dev.apitoken.testkit.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.apitoken.testkit.Cluster;
import dev.apitoken.testkit.RealCluster;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An operator that serves listed namespaces, with the Roles that the chart gives it and no right beside them. */
@RealCluster
class ListedNamespacesE2E {
    @TempDir
    Path home;

    private final Cluster cluster;
    private Tenant served;
    private Tenant other;

    ListedNamespacesE2E(Cluster cluster) {
        this.cluster = cluster;
    }

    @BeforeEach
    void twoTenants() {
        served = Tenant.of(cluster);
        other = Tenant.of(cluster);
        Stream.of(served, other).forEach(tenant -> {
            tenant.issuer();
            tenant.create("kind: AccessPolicy\nmetadata: {name: api}\nspec: {}\n");
            tenant.apiToken("ci");
        });
    }

    @Test
    void servesThoseAndIgnoresTheRestAndSaysSo() throws Exception {
        var install = Install.serving(cluster.newNamespace("ops"), "confined", served.namespace());
        install.applyTo(cluster, home);
        try (var operator = install.start(cluster, home, Map.of())) {
            served.awaitReady("ci");
            eventually(() -> assertThat(served.secret("api-access")).isNotNull());
            served.apiToken("elsewhere", "user: ci, issuerRef: {kind: ClusterTokenIssuer, name: default}");
            served.awaitReason("elsewhere", "IssuerNotFound");

            assertThat(served.condition("elsewhere", "Ready").getMessage())
                    .contains("serves single namespaces")
                    .contains("TokenIssuer");
            assertThat(other.status("ci").observedGeneration()).isEqualTo(-1);
            assertThat(other.secret("ci")).isNull();
            assertThat(other.secret("api-access")).isNull();
            assertThat(operator.log())
                    .contains("\"namespaces\":\"" + served.namespace() + "\"", "resources in others are ignored")
                    .doesNotContain("\"level\":\"ERROR\"")
                    .doesNotContain("\"level\":\"WARN\"");
            assertThat(operator.get("/health").statusCode()).isEqualTo(200);
        }
    }

    @Test
    void twoInstallsBesideEachOtherLeaveEachOthersObjectsAlone() throws Exception {
        String operators = cluster.newNamespace("ops");
        var mine = Install.serving(operators, "mine", served.namespace());
        var theirs = Install.serving(operators, "theirs", other.namespace());
        mine.applyTo(cluster, home);
        theirs.applyTo(cluster, home);
        try (var myOperator = mine.start(cluster, home, Map.of())) {
            served.awaitReady("ci");
            eventually(() -> assertThat(served.secret("api-access")).isNotNull());
            var before = settled(() -> versions(served, operators));
            try (var theirOperator = theirs.start(cluster, home, Map.of())) {
                other.awaitReady("ci");
                eventually(() -> assertThat(other.secret("api-access")).isNotNull());
                other.patch("ci", "{\"spec\": {\"user\": \"another\"}}");
                eventually(() -> assertThat(other.status("ci").revision()).isEqualTo(2));

                assertThat(myOperator.isLeading()).isTrue();
                assertThat(theirOperator.isLeading()).isTrue();
                assertThat(versions(served, operators)).containsAll(before);
            }
        }
        assertThat(cluster.client().leases().inNamespace(operators).list().getItems())
                .extracting(lease -> lease.getMetadata().getName())
                .containsExactlyInAnyOrder(mine.fullName(), theirs.fullName());
    }

    private static <T> T settled(Supplier<T> state) {
        var last = new AtomicReference<>(state.get());
        Awaitility.await()
                .during(Duration.ofSeconds(3))
                .atMost(Duration.ofSeconds(30))
                .until(() -> last.getAndSet(state.get()).equals(last.get()));
        return last.get();
    }

    /** Kind, name and version of what the first install wrote: its tenant's objects, and its signing keys. */
    private Set<List<String>> versions(Tenant tenant, String operators) {
        var client = cluster.client();
        var objects = new HashSet<HasMetadata>();
        objects.addAll(client.secrets().inNamespace(tenant.namespace()).list().getItems());
        objects.addAll(client.secrets().inNamespace(operators).list().getItems());
        objects.addAll(
                client.rbac().roles().inNamespace(tenant.namespace()).list().getItems());
        objects.addAll(tenant.apiTokens());
        return objects.stream()
                .map(object -> List.of(
                        object.getKind(),
                        object.getMetadata().getName(),
                        object.getMetadata().getResourceVersion()))
                .collect(Collectors.toSet());
    }
}
