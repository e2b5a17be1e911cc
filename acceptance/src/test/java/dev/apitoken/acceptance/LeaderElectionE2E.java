package dev.apitoken.acceptance;

import static dev.apitoken.testkit.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.apitoken.crds.TokenIssuer;
import dev.apitoken.testkit.Cluster;
import dev.apitoken.testkit.RealCluster;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.KubernetesResourceList;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.client.dsl.FilterWatchListDeletable;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two operators of one install: one acts, the other takes over, and never both (rule F9). */
@RealCluster
class LeaderElectionE2E {
    private static final Duration LEASE = Duration.ofSeconds(15);
    /** Half a lease: long for a hand-over on a busy machine, and too short for a lease that has to run out. */
    private static final Duration HAND_OVER = LEASE.dividedBy(2);
    /** 20 s on a quiet machine. */
    private static final Duration FAILOVER = Duration.ofSeconds(35);

    @TempDir
    Path home;

    private final Cluster cluster;
    private final Install install = Install.everywhere();
    private Tenant tenant;
    private InstalledOperator leader;
    private @Nullable InstalledOperator started;

    LeaderElectionE2E(Cluster cluster) {
        this.cluster = cluster;
    }

    @BeforeEach
    void startLeader() throws Exception {
        install.applyTo(cluster, home);
        leader = install.start(cluster, home, Map.of());
        eventually(() -> assertThat(leader.isLeading()).isTrue());
        tenant = Tenant.of(cluster);
        tenant.issuer();
        tenant.apiToken("first");
        tenant.awaitReady("first");
        // The last thing that is written of a first token: its issuer counts it.
        eventually(() -> assertThat(cluster.client()
                        .resources(TokenIssuer.class)
                        .inNamespace(tenant.namespace())
                        .withName("default")
                        .require()
                        .getStatus()
                        .tokens())
                .isEqualTo(1));
    }

    @AfterEach
    void stop() {
        leader.close();
        if (started != null) {
            started.close();
        }
    }

    @Test
    void theSecondOneIsReadyAndWritesNothingUntilTheLeaseIsHandedOver() throws Exception {
        var before = versions();
        var standby = startStandby();
        awaitRenewals(2);
        assertThat(versions()).isEqualTo(before);
        assertThat(standby.isLeading()).isFalse();
        assertThat(standby.get("/health").statusCode()).isEqualTo(200);

        leader.program().terminate();

        eventually(HAND_OVER, () -> assertThat(standby.isLeading()).isTrue());
        assertThat(leader.program().awaitEnd(Duration.ofSeconds(20))).isZero();
        assertTheStandbyActs();
    }

    @Test
    void aKilledLeaderIsFollowedWhenItsLeaseHasRunOut() throws Exception {
        var standby = startStandby();

        leader.program().kill();

        eventually(FAILOVER, () -> assertThat(standby.isLeading()).isTrue());
        assertTheStandbyActs();
    }

    @Test
    void whoLosesTheLeaseEndsAtOnce() throws Exception {
        cluster.client()
                .leases()
                .inNamespace(install.namespace())
                .withName(install.fullName())
                .patch(PatchContext.of(PatchType.JSON_MERGE), "{\"spec\": {\"holderIdentity\": \"somebody else\"}}");

        assertThat(leader.program().awaitEnd(LEASE)).isEqualTo(1);
        assertThat(leader.log()).contains("Lost the lease");
    }

    @Test
    void aLeaderWhoseApiServerFallsSilentEndsBeforeAnotherMayLead() throws Exception {
        var standby = startStandby();

        cluster.pauseApiServer();
        try {
            assertThat(leader.program().awaitEnd(LEASE.plusSeconds(5))).isEqualTo(1);
            assertThat(standby.program().isAlive()).isTrue();
        } finally {
            cluster.resumeApiServer();
        }

        eventually(FAILOVER, () -> assertThat(standby.isLeading()).isTrue());
        assertTheStandbyActs();
    }

    private InstalledOperator startStandby() throws Exception {
        var standby = install.start(cluster, home, Map.of());
        started = standby;
        return standby;
    }

    private void assertTheStandbyActs() {
        tenant.apiToken("second");
        tenant.awaitReady("second");
        assertThat(tenant.status("first").revision()).isEqualTo(1);
    }

    private void awaitRenewals(int count) {
        for (int i = 0; i < count; i++) {
            var last = lease().getSpec().getRenewTime();
            eventually(() -> assertThat(lease().getSpec().getRenewTime()).isNotEqualTo(last));
        }
    }

    private Lease lease() {
        return cluster.client()
                .leases()
                .inNamespace(install.namespace())
                .withName(install.fullName())
                .require();
    }

    /** Of everything an operator writes but the lease. */
    private Map<String, String> versions() {
        var versions = new TreeMap<String, String>();
        var client = cluster.client();
        for (String namespace : new String[] {tenant.namespace(), install.namespace()}) {
            record(versions, client.secrets().inNamespace(namespace));
            record(versions, client.events().v1().events().inNamespace(namespace));
            record(versions, client.rbac().roles().inNamespace(namespace));
            record(versions, client.rbac().roleBindings().inNamespace(namespace));
            for (String kind : new String[] {"ApiToken", "TokenIssuer", "AccessPolicy", "ApiAccount"}) {
                record(
                        versions,
                        client.genericKubernetesResources("apitoken.dev/v1alpha1", kind)
                                .inNamespace(namespace));
            }
        }
        record(versions, client.genericKubernetesResources("apitoken.dev/v1alpha1", "ClusterTokenIssuer"));
        return versions;
    }

    private static <T extends HasMetadata, L extends KubernetesResourceList<T>> void record(
            Map<String, String> versions, FilterWatchListDeletable<T, L, ?> objects) {
        objects.list()
                .getItems()
                .forEach(object -> versions.put(
                        object.getKind() + " " + object.getMetadata().getNamespace() + "/"
                                + object.getMetadata().getName(),
                        object.getMetadata().getResourceVersion()));
    }
}
