package dev.apitoken.operator.fault;

import static org.assertj.core.api.Assertions.assertThat;

import dev.apitoken.testkit.Cluster;
import dev.apitoken.testkit.Eventually;
import dev.apitoken.testkit.RealCluster;
import dev.apitoken.testkit.fault.FaultProxy;
import io.fabric8.kubernetes.api.model.rbac.ClusterRoleBindingBuilder;
import io.fabric8.kubernetes.client.Config;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real processes with a lease: the leader dies, is cut off, or goes, and the next one takes over (rule F9). */
@RealCluster
class LeaseIT {
    /** 20 s by the rule; the rest is for a busy machine. */
    private static final Duration FAILOVER = Duration.ofSeconds(45);

    private record Replica(Process process, FaultProxy proxy) {}

    @TempDir
    Path home;

    private final Cluster cluster;
    private final List<Replica> replicas = new ArrayList<>();
    private String namespace = "";
    private Path kubeconfig = Path.of("");

    LeaseIT(Cluster cluster) {
        this.cluster = cluster;
    }

    @BeforeEach
    void account() {
        namespace = cluster.newNamespace("operator-lease");
        kubeconfig = cluster.kubeconfigFor(namespace, "operator");
        cluster.client()
                .resource(new ClusterRoleBindingBuilder()
                        .withNewMetadata()
                        .withName(namespace)
                        .endMetadata()
                        .withNewRoleRef("rbac.authorization.k8s.io", "ClusterRole", "cluster-admin")
                        .addNewSubject("", "ServiceAccount", "operator", namespace)
                        .build())
                .create();
    }

    @AfterEach
    void stop() {
        replicas.forEach(replica -> {
            replica.process().destroyForcibly();
            replica.proxy().close();
        });
    }

    @Test
    void theLeaderIsKilledThenCutOffThenStoppedAndEachTimeTheNextOneTakesOver() throws Exception {
        var first = start();
        Eventually.eventually(FAILOVER, () -> assertThat(holder()).isNotEmpty());
        var fleet = Fleet.of(cluster, 5, "");
        awaitTokens(fleet, 1);

        start();
        first.process().destroyForcibly();
        rotate(fleet);
        awaitTokens(fleet, 2);

        var second = replicas.getLast();
        start();
        second.proxy().cutOff();
        assertThat(second.process().waitFor(FAILOVER.toSeconds(), TimeUnit.SECONDS))
                .as("who has lost the lease ends")
                .isTrue();
        rotate(fleet);
        awaitTokens(fleet, 3);

        var third = replicas.getLast();
        var before = holder();
        start();
        third.process().destroy();
        Eventually.eventually(FAILOVER, () -> assertThat(holder()).isNotEmpty().isNotEqualTo(before));
        rotate(fleet);
        awaitTokens(fleet, 4);
        fleet.leave();
    }

    private void rotate(Fleet fleet) {
        fleet.rotate(InstantSource.system().instant());
    }

    private void awaitTokens(Fleet fleet, int each) {
        Eventually.eventually(FAILOVER, () -> {
            var committed = replicas.stream()
                    .flatMap(replica -> replica.proxy().log().committed(fleet::owns).stream())
                    .toList();
            assertThat(fleet.names())
                    .allSatisfy(name -> assertThat(Fleet.ids(committed, name)).hasSize(each));
            fleet.agree();
        });
    }

    private String holder() {
        var lease = cluster.client()
                .leases()
                .inNamespace(namespace)
                .withName("apitoken-operator")
                .get();
        return lease == null || lease.getSpec().getHolderIdentity() == null
                ? ""
                : lease.getSpec().getHolderIdentity();
    }

    private Replica start() throws IOException {
        var proxy = FaultProxy.before(Config.fromKubeconfig(kubeconfig.toFile()));
        var throughProxy = home.resolve("kubeconfig-" + replicas.size());
        Files.writeString(
                throughProxy, Files.readString(kubeconfig).replaceFirst("server: \\S+", "server: " + proxy.address()));
        var command = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-jar", "target/operator.jar");
        command.environment().put("KUBECONFIG", throughProxy.toString());
        command.environment().put("APITOKEN_NAMESPACE", namespace);
        command.environment().put("APITOKEN_DEFAULT_ISSUER", "false");
        command.environment().put("APITOKEN_MANAGEMENT_PORT", "0");
        command.redirectErrorStream(true)
                .redirectOutput(home.resolve("log-" + replicas.size()).toFile());
        var replica = new Replica(command.start(), proxy);
        replicas.add(replica);
        return replica;
    }
}
