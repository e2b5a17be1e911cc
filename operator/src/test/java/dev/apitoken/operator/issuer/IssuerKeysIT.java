package dev.apitoken.operator.issuer;

import static dev.apitoken.testkit.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.apitoken.crds.ClusterTokenIssuer;
import dev.apitoken.crds.ConditionType;
import dev.apitoken.crds.IssuerRef;
import dev.apitoken.crds.IssuerStatus;
import dev.apitoken.crds.TokenIssuer;
import dev.apitoken.operator.OperatorUnderTest;
import dev.apitoken.operator.Tenant;
import dev.apitoken.operator.kubernetes.Conditions;
import dev.apitoken.testkit.Cluster;
import dev.apitoken.testkit.RealCluster;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

@RealCluster
class IssuerKeysIT {
    private static OperatorUnderTest operator;

    @BeforeAll
    static void start(Cluster cluster) {
        cluster.client().resources(ClusterTokenIssuer.class).delete();
        operator = OperatorUnderTest.startWithDefaultIssuer(cluster);
    }

    @AfterAll
    static void stop(Cluster cluster) {
        operator.close();
        cluster.client().resources(ClusterTokenIssuer.class).delete();
    }

    @Test
    void aTokenOfANamespaceWithoutAnIssuerIsSignedByTheDefaultOneOfTheCluster(Cluster cluster) {
        var tenant = Tenant.of(cluster);
        tenant.apiToken("plain", "");

        tenant.eventuallyReady("plain");

        assertThat(tenant.status("plain").issuerRef()).isEqualTo(new IssuerRef("ClusterTokenIssuer", "default"));
    }

    @Test
    void aClusterTokenIssuerMintsOnlyForTheNamespacesItSelects(Cluster cluster) {
        var tenant = Tenant.of(cluster);
        tenant.create("""
                apiVersion: apitoken.dev/v1alpha1
                kind: ClusterTokenIssuer
                metadata: {name: selective}
                spec: {namespaces: {matchLabels: {tier: gold}}}
                """);
        tenant.apiToken("chosen", "issuerRef: {kind: ClusterTokenIssuer, name: selective}");
        tenant.eventuallyCondition("chosen", ConditionType.Ready, "False", "NotAllowed");

        cluster.client()
                .namespaces()
                .withName(tenant.namespace())
                .edit(namespace -> new NamespaceBuilder(namespace)
                        .editMetadata()
                        .addToLabels("tier", "gold")
                        .endMetadata()
                        .build());

        tenant.eventuallyReady("chosen");
    }

    @Test
    void lostKeysAreNotReplacedInSilenceAndTokensStayLive(Cluster cluster) {
        var tenant = Tenant.withIssuer(cluster);
        tenant.apiToken("before", "");
        tenant.eventuallyReady("before");
        var token = tenant.token("before");
        var keys = keySecret(tenant);

        cluster.client().resource(keys).delete();

        eventuallyNotReady(tenant, "KeysLost");
        tenant.apiToken("after", "");
        tenant.eventuallyCondition("after", ConditionType.Ready, "False", "IssuerNotReady");
        tenant.eventuallyReady("before");
        tenant.eventuallyCondition("before", ConditionType.Live, "True", "Listed");
        assertThat(tenant.token("before")).isEqualTo(token);
        assertThat(tenant.secretOrNull("after")).isNull();

        tenant.wipeIssuerStatus("default");
        operator.restart();

        eventuallyNotReady(tenant, "KeysLost");
        tenant.eventuallyReady("before");
        tenant.eventuallyCondition("before", ConditionType.Live, "True", "Listed");
        assertThat(tenant.token("before")).isEqualTo(token);

        cluster.client().resource(withoutVersion(keys)).create();

        tenant.eventuallyReady("after");
        assertThat(tenant.issued("after").keyId())
                .isEqualTo(tenant.issued("before").keyId());
    }

    @Test
    void damagedKeysAreLeftAsTheyAreAndReported(Cluster cluster) {
        var tenant = Tenant.withIssuer(cluster);
        tenant.apiToken("before", "");
        tenant.eventuallyReady("before");
        var keys = keySecret(tenant);

        var damaged = cluster.client()
                .resource(keys)
                .edit(secret ->
                        new SecretBuilder(secret).addToData("ring.json", "e30=").build());

        eventuallyNotReady(tenant, "KeysUnreadable");
        assertThat(keySecret(tenant)).isEqualTo(damaged);
        tenant.eventuallyReady("before");
    }

    private static void eventuallyNotReady(Tenant tenant, String reason) {
        eventually(() -> {
            var ready = Conditions.find(status(tenant).conditions(), ConditionType.Ready)
                    .orElseThrow();
            assertThat(ready.getStatus() + " " + ready.getReason()).isEqualTo("False " + reason);
        });
    }

    private static IssuerStatus status(Tenant tenant) {
        return tenant.client()
                .resources(TokenIssuer.class)
                .inNamespace(tenant.namespace())
                .withName("default")
                .require()
                .getStatus();
    }

    private static Secret keySecret(Tenant tenant) {
        return tenant.client()
                .secrets()
                .inNamespace(operator.namespace())
                .withName(KeyRingStore.secretName(IssuerId.local(tenant.namespace(), "default")))
                .require();
    }

    private static Secret withoutVersion(Secret secret) {
        return new SecretBuilder(secret)
                .editMetadata()
                .withResourceVersion(null)
                .withUid(null)
                .endMetadata()
                .build();
    }
}
