package dev.apitoken.operator.apitoken;

import static dev.apitoken.testkit.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.apitoken.operator.OperatorUnderTest;
import dev.apitoken.operator.Tenant;
import dev.apitoken.testkit.Cluster;
import dev.apitoken.testkit.RealCluster;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Rule B11, as a client sees it that watches the Secrets. */
@RealCluster
class RenamedSecretIT {

    @Test
    void theNewSecretIsThereBeforeTheOldOneGoesAndHoldsTheSameToken(Cluster cluster) {
        try (var operator = OperatorUnderTest.start(cluster)) {
            var tenant = Tenant.withIssuer(cluster);
            tenant.apiToken("moving", "");
            tenant.eventuallyReady("moving");
            var token = tenant.token("moving");
            var seen = Collections.synchronizedList(new ArrayList<String>());
            try (var watch =
                    tenant.client().secrets().inNamespace(tenant.namespace()).watch(into(seen))) {
                eventually(() -> assertThat(seen).containsExactly("ADDED moving"));

                tenant.patch("moving", "{\"spec\": {\"secret\": {\"name\": \"a\"}}}");
                eventually(() -> assertThat(seen).contains("DELETED moving"));
                tenant.patch("moving", "{\"spec\": {\"secret\": {\"name\": \"b\"}}}");
                eventually(() -> assertThat(seen).contains("DELETED a"));
            }

            assertThat(seen).containsSubsequence("ADDED moving", "ADDED a", "DELETED moving", "ADDED b", "DELETED a");
            assertThat(tenant.token("b")).isEqualTo(token);
            assertThat(tenant.status("moving").revision()).isEqualTo(1);
        }
    }

    private static Watcher<Secret> into(List<String> seen) {
        return new Watcher<>() {
            @Override
            public void eventReceived(Action action, Secret secret) {
                seen.add(action + " " + secret.getMetadata().getName());
            }

            @Override
            public void onClose(WatcherException cause) {
                seen.add("closed: " + cause);
            }
        };
    }
}
