package dev.apitoken.acceptance;

import static dev.apitoken.testkit.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.apitoken.acceptance.Caller.Credential;
import dev.apitoken.testkit.Cluster;
import dev.apitoken.testkit.RealCluster;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The API server goes away and comes back: nobody is let in or kept out because of it, and no end is lost. */
@RealCluster
class OutageE2E {
    private static final String NAMESPACE = "outage";

    @TempDir
    Path home;

    private final Cluster cluster;

    OutageE2E(Cluster cluster) {
        this.cluster = cluster;
    }

    @Test
    void aWatchIsLostAndRegained() throws Exception {
        String namespace = cluster.newNamespace(NAMESPACE);
        try (var operator = InstalledOperator.start(cluster, home, Map.of());
                var upstream = SampleApi.start()) {
            apply(namespace, "kind: AccessPolicy\nmetadata: {name: api}\n");
            apply(namespace, "kind: ApiToken\nmetadata: {name: ci}\nspec: {user: ci}\n");
            String token = eventually(() -> token(namespace, "ci"));
            eventually(() -> assertThat(secret(namespace, "api-access")).isNotNull());
            var place = new Gate.Place(namespace, "api", "default", upstream.address());
            try (Gate gate = Gate.start(cluster, place, home.resolve("validator.log"), Map.of());
                    Caller caller = Caller.at("127.0.0.1", gate.address())) {
                eventually(() -> assertThat(status(caller, token)).isEqualTo(200));

                cluster.stopApiServer();
                Awaitility.await("the last good state goes on serving")
                        .during(Duration.ofSeconds(3))
                        .atMost(Duration.ofSeconds(10))
                        .until(() -> status(caller, token) == 200);
                cluster.startApiServer();

                disable(namespace);
                eventually(
                        Duration.ofSeconds(60),
                        () -> assertThat(status(caller, token)).isEqualTo(401));
                apply(namespace, "kind: ApiToken\nmetadata: {name: later}\nspec: {user: later}\n");
                String later = eventually(Duration.ofSeconds(60), () -> token(namespace, "later"));
                eventually(() -> assertThat(status(caller, later)).isEqualTo(200));
            }
            assertThat(operator.log()).doesNotContain(token);
        }
    }

    private void apply(String namespace, String yaml) {
        var resource = cluster.client()
                .getKubernetesSerialization()
                .unmarshal(
                        "apiVersion: apitoken.dev/v1alpha1\n" + yaml,
                        io.fabric8.kubernetes.api.model.GenericKubernetesResource.class);
        cluster.client()
                .resource(resource)
                .inNamespace(namespace)
                .fieldManager("acceptance")
                .serverSideApply();
    }

    private void disable(String namespace) {
        cluster.client()
                .genericKubernetesResources("apitoken.dev/v1alpha1", "ApiToken")
                .inNamespace(namespace)
                .withName("ci")
                .patch(PatchContext.of(PatchType.JSON_MERGE), "{\"spec\":{\"enabled\":false}}");
    }

    private static int status(Caller caller, String token) {
        return caller.call("GET", "/", List.of(Credential.bearer(token))).status();
    }

    private io.fabric8.kubernetes.api.model.Secret secret(String namespace, String name) {
        return cluster.client().secrets().inNamespace(namespace).withName(name).get();
    }

    private String token(String namespace, String name) {
        byte[] value =
                Base64.getDecoder().decode(secret(namespace, name).getData().get("token"));
        return new String(value, StandardCharsets.US_ASCII);
    }
}
