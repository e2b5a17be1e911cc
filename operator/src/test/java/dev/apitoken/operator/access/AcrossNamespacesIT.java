package dev.apitoken.operator.access;

import static dev.apitoken.testkit.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.apitoken.operator.OperatorUnderTest;
import dev.apitoken.operator.Tenant;
import dev.apitoken.testkit.Cluster;
import dev.apitoken.testkit.RealCluster;
import dev.apitoken.testkit.Sample;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Over the border of a namespace tokens come only while policy, issuer and labels agree. */
@RealCluster
class AcrossNamespacesIT {
    private static Cluster cluster;
    private static OperatorUnderTest operator;

    @BeforeAll
    static void start(Cluster started) {
        cluster = started;
        operator = OperatorUnderTest.start(started);
    }

    @AfterAll
    static void stop() {
        operator.close();
    }

    @Test
    void aTokenOfAnotherNamespaceComesWithTheRolesOfTheGateAndGoesWithTheLabel() throws Exception {
        var shop = Tenant.of(cluster);
        var bank = Tenant.of(cluster);
        label(shop, "gates", "open");
        label(bank, "team", shop.namespace());
        var issuer = Sample.yaml("""
                apiVersion: apitoken.dev/v1alpha1
                kind: ClusterTokenIssuer
                metadata: {name: %s}
                spec: {namespaces: {}, policyNamespaces: {matchLabels: {gates: open}}}
                """.formatted(shop.namespace()));
        cluster.client().resource(issuer.resource()).create();
        var gate = Gate.create(shop, "gate", """
                audience: orders, tokensFrom: [{namespaces: {from: Selector, selector: {matchLabels: {team: %s}}}, \
                roles: ['orders:read']}]""".formatted(shop.namespace()));
        bank.create("""
                apiVersion: apitoken.dev/v1alpha1
                kind: ApiAccount
                metadata: {name: ci}
                spec: {roles: ['orders:read', 'orders:delete']}
                """);
        bank.apiToken(
                "ci",
                "audiences: [orders], issuerRef: {kind: ClusterTokenIssuer, name: %s}".formatted(shop.namespace()));
        bank.eventuallyReady("ci");
        var token = bank.token("ci");

        gate.eventuallyLists(token);
        eventually(() -> assertThat(gate.entryOf(token).orElseThrow().roles()).containsExactly("orders:read"));
        assertThat(gate.entryOf(token).orElseThrow().namespace()).isEqualTo(bank.namespace());

        label(bank, "team", "another");
        gate.eventuallyDoesNotList(token);
        label(bank, "team", shop.namespace());
        gate.eventuallyLists(token);

        label(shop, "gates", "closed");
        gate.eventuallyDoesNotList(token);
        // Its status does not tell of resources that its readers may not see.
        eventually(() -> assertThat(gate.status().notListed()).isEmpty());
    }

    private static void label(Tenant tenant, String key, String value) {
        tenant.client().namespaces().withName(tenant.namespace()).edit(namespace -> {
            namespace.getMetadata().getLabels().put(key, value);
            return namespace;
        });
    }
}
