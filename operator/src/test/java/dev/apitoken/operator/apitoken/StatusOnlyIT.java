package dev.apitoken.operator.apitoken;

import static dev.apitoken.testkit.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.apitoken.crds.ApiToken;
import dev.apitoken.crds.ApiTokenStatus;
import dev.apitoken.operator.OperatorUnderTest;
import dev.apitoken.operator.Tenant;
import dev.apitoken.testkit.Cluster;
import dev.apitoken.testkit.RealCluster;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What of an ApiToken the operator writes, what it leaves alone, and what it does not hold up. */
@RealCluster
class StatusOnlyIT {
    private static final Duration GONE_WITHIN = Duration.ofSeconds(90);

    /** Rule E1. */
    @Test
    void theFirstStatusSaysThatNothingIsKnownYetInOneWrite(Cluster cluster) {
        var seen = Collections.synchronizedList(new ArrayList<ApiTokenStatus>());
        try (var operator = OperatorUnderTest.start(cluster)) {
            var tenant = Tenant.withIssuer(cluster);
            try (var watch = tenant.client()
                    .resources(ApiToken.class)
                    .inNamespace(tenant.namespace())
                    .watch(into(seen))) {
                tenant.apiToken("fresh", "");
                tenant.eventuallyReady("fresh");
                eventually(() -> assertThat(seen).hasSizeGreaterThanOrEqualTo(3));
            }
        }

        assertThat(seen.get(0).observedGeneration()).isEqualTo(-1);
        assertThat(seen.get(1).observedGeneration()).isEqualTo(1);
        assertThat(seen.get(1).conditions())
                .extracting(condition -> condition.getType() + " " + condition.getStatus())
                .contains("Ready Unknown", "Reconciling True");
    }

    /** Rule E4. */
    @Test
    void specAndMetadataStayAsTheyWereTyped(Cluster cluster) {
        try (var operator = OperatorUnderTest.start(cluster)) {
            var tenant = Tenant.withIssuer(cluster);
            tenant.apiToken("typed", "validity: 2160h0m0s, rotation: {overlap: 600s}");
            tenant.eventuallyReady("typed");
            var token = tenant.get("typed");

            assertThat(token.getSpec().validity()).isEqualTo("2160h0m0s");
            assertThat(token.getSpec().rotation().overlap()).isEqualTo("600s");
            assertThat(token.getMetadata().getGeneration()).isEqualTo(1);
            assertThat(token.getMetadata().getFinalizers()).isNullOrEmpty();
            assertThat(token.getMetadata().getManagedFields())
                    .filteredOn(entry -> "apitoken-operator".equals(entry.getManager()))
                    .isNotEmpty()
                    .allSatisfy(entry -> assertThat(entry.getSubresource()).isEqualTo("status"));
        }
    }

    /** Rule B9. */
    @Test
    void aNamespaceGoesThoughTheOperatorIsGone(Cluster cluster) {
        var operator = OperatorUnderTest.start(cluster);
        var tenant = Tenant.withIssuer(cluster);
        tenant.apiToken("left", "");
        tenant.apiToken("retained", "secret: {deletionPolicy: Retain}");
        tenant.eventuallyReady("left");
        tenant.eventuallyReady("retained");
        operator.close();

        tenant.client()
                .resource(new NamespaceBuilder()
                        .withNewMetadata()
                        .withName(tenant.namespace())
                        .endMetadata()
                        .build())
                .delete();

        eventually(
                GONE_WITHIN,
                () -> assertThat(tenant.client()
                                .namespaces()
                                .withName(tenant.namespace())
                                .get())
                        .isNull());
    }

    private static Watcher<ApiToken> into(List<ApiTokenStatus> seen) {
        return new Watcher<>() {
            @Override
            public void eventReceived(Action action, ApiToken token) {
                seen.add(token.getStatus());
            }

            @Override
            public void onClose(WatcherException cause) {
                throw new IllegalStateException(cause);
            }
        };
    }
}
