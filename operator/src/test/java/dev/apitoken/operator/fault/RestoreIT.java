package dev.apitoken.operator.fault;

import static org.assertj.core.api.Assertions.assertThat;

import dev.apitoken.testkit.Cluster;
import dev.apitoken.testkit.Eventually;
import dev.apitoken.testkit.RealCluster;
import dev.apitoken.token.Digest;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** The cluster's past comes back, as after a restore of etcd: the Secrets say again what they said before. */
@RealCluster
class RestoreIT {
    private static final Duration SOON = Duration.ofSeconds(60);

    /** Rule F19: revisions go on above those that validators have seen, and a compromised key ends all that came back. */
    @Test
    void whatARestoreBringsBackIsPutInOrderAndEndsWithItsKey(Cluster cluster) {
        try (var rig = Rig.start(cluster)) {
            var fleet = Fleet.of(cluster, 5, "");
            var tenant = fleet.tenant();
            fleet.awaitTokens(SOON, rig, 1);
            rig.awaitQuiet();
            var past = tenant.client()
                    .secrets()
                    .inNamespace(tenant.namespace())
                    .list()
                    .getItems();
            var pastTokens = fleet.names().stream()
                    .map(name -> Digest.of(tenant.token(name)))
                    .toList();

            fleet.rotate(rig.clock().advance(Duration.ofMinutes(2)));
            fleet.awaitTokens(SOON, rig, 2);
            rig.awaitQuiet();
            long seen = revision(fleet);
            rig.kill();
            past.forEach(secret -> restore(fleet, secret));
            rig.launch();

            rig.awaitQuiet();
            Eventually.eventually(SOON, fleet::agree);
            assertThat(revision(fleet)).isGreaterThan(seen);
            fleet.assertNeverAliveTogether(rig, 1);

            tenant.patchIssuer(
                    "default",
                    "{\"spec\": {\"compromisedKeys\": [\"%s\"]}}"
                            .formatted(tenant.issued("token-0").keyId()));
            Eventually.eventually(
                    SOON, () -> assertThat(fleet.listed()).hasSize(5).doesNotContainAnyElementsOf(pastTokens));
            rig.awaitQuiet();
            Eventually.eventually(SOON, fleet::agree);
            fleet.leave();
        }
    }

    private static void restore(Fleet fleet, Secret past) {
        var there = fleet.tenant().secretOrNull(past.getMetadata().getName());
        if (there == null || Objects.equals(there.getData(), past.getData())) {
            return;
        }
        var restored = new SecretBuilder(past)
                .editMetadata()
                .withResourceVersion(there.getMetadata().getResourceVersion())
                .withManagedFields(List.of())
                .endMetadata()
                .build();
        fleet.tenant().client().resource(restored).update();
    }

    private static long revision(Fleet fleet) {
        return Documents.read(fleet.tenant().secret("gate-access")).revision();
    }
}
