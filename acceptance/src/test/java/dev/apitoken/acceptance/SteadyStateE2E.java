package dev.apitoken.acceptance;

import static dev.apitoken.testkit.ConditionsAssert.assertConditions;
import static dev.apitoken.testkit.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.apitoken.testkit.Cluster;
import dev.apitoken.testkit.RealCluster;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With every example applied and done, a minute passes in which no object of ours is written (rule F15). */
@RealCluster
class SteadyStateE2E {
    private static final List<String> KINDS =
            List.of("ApiToken", "ApiAccount", "AccessPolicy", "TokenIssuer", "ClusterTokenIssuer");
    private static final Duration QUIET = Duration.ofSeconds(60);

    /** Well before the 30 s after which an issuer counts anew in any case. */
    private static final Duration SOON = Duration.ofSeconds(20);

    @TempDir
    Path home;

    private final Cluster cluster;

    SteadyStateE2E(Cluster cluster) {
        this.cluster = cluster;
    }

    @Test
    void aMinutePassesInWhichNothingIsWritten() throws Exception {
        try (var operator = InstalledOperator.start(cluster, home, Map.of())) {
            Repository.find().numberedExamples().forEach(cluster::applyManifests);
            eventually(() -> assertThat(ours())
                    .allSatisfy(object -> assertConditions(object).ready("True").areCurrent()));
            eventually(SOON, () -> assertThat(tokensOfTheDefaultIssuer()).isEqualTo(tokens()));
            var before = versions();

            Awaitility.await()
                    .pollInterval(Duration.ofSeconds(1))
                    .during(QUIET)
                    .atMost(QUIET.plusSeconds(30))
                    .failFast(() -> assertThat(versions()).isEqualTo(before))
                    .until(() -> true);

            assertThat(operator.log()).doesNotContain("\"level\":\"ERROR\"");
        }
    }

    private int tokensOfTheDefaultIssuer() {
        return all("ClusterTokenIssuer").getFirst().<Integer>get("status", "tokens");
    }

    private int tokens() {
        return (int) all("ApiToken").stream()
                .filter(resource -> resource.get("status", "token") != null)
                .filter(resource -> "ClusterTokenIssuer".equals(resource.get("status", "issuerRef", "kind")))
                .count();
    }

    private List<GenericKubernetesResource> ours() {
        return KINDS.stream().flatMap(kind -> all(kind).stream()).toList();
    }

    private List<GenericKubernetesResource> all(String kind) {
        return cluster.client()
                .genericKubernetesResources("apitoken.dev/v1alpha1", kind)
                .inAnyNamespace()
                .list()
                .getItems();
    }

    /** By kind, namespace and name: a difference says which object moved. */
    private Map<String, String> versions() {
        var client = cluster.client();
        var versions = new TreeMap<String, String>();
        Stream.<List<? extends HasMetadata>>of(
                        ours(),
                        client.secrets().inAnyNamespace().list().getItems(),
                        client.rbac().roles().inAnyNamespace().list().getItems(),
                        client.rbac().roleBindings().inAnyNamespace().list().getItems(),
                        client.events().v1().events().inAnyNamespace().list().getItems())
                .flatMap(List::stream)
                .filter(object -> !"kube-system".equals(object.getMetadata().getNamespace()))
                .forEach(object -> versions.put(
                        object.getKind() + " " + object.getMetadata().getNamespace() + "/"
                                + object.getMetadata().getName(),
                        object.getMetadata().getResourceVersion()));
        return versions;
    }
}
