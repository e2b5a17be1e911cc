package dev.apitoken.crds;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.apitoken.testkit.Cluster;
import dev.apitoken.testkit.RealCluster;
import dev.apitoken.testkit.Sample;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What kubectl get shows, as the server's Table API answers it. */
@RealCluster
class PrinterColumnsIT {
    private static final Sample TOKEN = Sample.yaml("""
            apiVersion: apitoken.dev/v1alpha1
            kind: ApiToken
            metadata: {name: ci}
            spec: {user: ci@example.com, secret: {name: ci-token}, issuerRef: {name: team}}
            """);
    private static final String STATUS = """
            observedGeneration: 1
            conditions:
            - {type: Ready, status: "True", reason: AsRequested, message: "", lastTransitionTime: "2026-11-22T09:00:00Z"}
            - {type: Live, status: "False", reason: Disabled, message: "", lastTransitionTime: "2026-11-22T09:00:00Z"}
            issuerRef: {kind: TokenIssuer, name: team}
            secretName: ci-token
            revision: 7
            token: {id: abc, keyId: atk-x, issuedAt: "2026-11-22T09:00:00Z", expiresAt: "2999-01-01T00:00:00Z", hint: WXYZ}
            renewalTime: "2998-12-01T00:00:00Z"
            lastUsed: {time: "2026-11-22T09:00:00Z", source: 192.0.2.7}
            """;

    private final Cluster cluster;
    private final String namespace;

    PrinterColumnsIT(Cluster cluster) {
        this.cluster = cluster;
        this.namespace = cluster.newNamespace("crds");
    }

    @Test
    void apitokensShowWhenTheyExpireAndRenewThoughThatIsInTheFuture() throws IOException {
        GenericKubernetesResource token = TOKEN.createIn(namespace, cluster.client());
        token.setAdditionalProperty("status", Manifest.SERIALIZATION.unmarshal(STATUS, Map.class));
        cluster.client().resource(token).updateStatus();

        JsonNode table = table("apitokens");

        assertThat(table.path("columnDefinitions")
                        .valueStream()
                        .map(c -> c.path("name").asText()))
                .containsExactly(
                        "Name",
                        "Ready",
                        "Live",
                        "User",
                        "Expires",
                        "Renews",
                        "Last Used",
                        "Age",
                        "Issuer",
                        "Secret",
                        "Revision",
                        "Reason");
        assertThat(table.at("/rows/0/cells").valueStream().map(JsonNode::asText).toList())
                .startsWith("ci", "True", "False", "ci@example.com", "2999-01-01T00:00:00Z", "2998-12-01T00:00:00Z")
                .endsWith("team", "ci-token", "7", "AsRequested")
                .doesNotContain("<invalid>", "<unknown>");
    }

    @Test
    void apitokensAreFoundByUserIssuerAndSecret() throws IOException {
        TOKEN.createIn(namespace, cluster.client());
        TOKEN.named("other").with("spec.user", "other").without("spec.secret").createIn(namespace, cluster.client());

        for (String selector :
                List.of("spec.user=ci@example.com", "spec.issuerRef.name=team,spec.secret.name=ci-token")) {
            assertThat(table("apitokens?fieldSelector=" + selector).path("rows"))
                    .hasSize(1);
        }
    }

    @Test
    void theOtherKindsShowTheirColumnsToo() throws IOException {
        Case.all()
                .filter(c ->
                        c.name().equals("valid-minimal.yaml") && c.resource().getMetadata() != null)
                .filter(c -> !c.kind().equals("ClusterTokenIssuer"))
                .forEach(c -> new Server(cluster, namespace).create(c.resource()));

        assertThat(table("apiaccounts").at("/rows/0/cells").path(3).asText()).isEqualTo("true");
        assertThat(table("tokenissuers").at("/rows/0/cells").path(2).asText()).isEqualTo("ES256");
        assertThat(table("accesspolicies").at("/rows/0/cells").path(0).asText()).isEqualTo("sample");
        assertThat(table("validatorreports").at("/rows/0/cells").path(1).asText())
                .isEqualTo("orders");
    }

    private JsonNode table(String resource) throws IOException {
        var config = cluster.client().getConfiguration();
        String uri = config.getMasterUrl() + "apis/apitoken.dev/v1alpha1/namespaces/" + namespace + "/" + resource;
        var http = cluster.client().getHttpClient();
        var request = http.newHttpRequestBuilder()
                .uri(uri)
                .header("Accept", "application/json;as=Table;v=v1;g=meta.k8s.io")
                .build();
        var response = http.sendAsync(request, String.class).join();
        return Manifest.SERIALIZATION.unmarshal(response.bodyString(), JsonNode.class);
    }
}
