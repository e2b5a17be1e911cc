package dev.apitoken.operator.fault;

import static org.assertj.core.api.Assertions.assertThat;

import dev.apitoken.testkit.Cluster;
import dev.apitoken.testkit.Eventually;
import dev.apitoken.testkit.RealCluster;
import dev.apitoken.testkit.fault.FaultProxy;
import dev.apitoken.testkit.fault.Recorded;
import io.fabric8.kubernetes.api.model.rbac.ClusterRoleBindingBuilder;
import io.fabric8.kubernetes.client.Config;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real processes with a lease: the leader dies, is cut off, paused, or goes, and the next one takes over (rule F9). */
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

    /** It wakes to a lease long lost and a view long past, and catches up before it ends. */
    @Test
    void aLeaderThatWasPausedBringsNothingBackThatItsSuccessorEnded() throws Exception {
        var paused = start();
        Eventually.eventually(FAILOVER, () -> assertThat(holder()).isNotEmpty());
        var fleet = Fleet.of(cluster, 5, "");
        awaitTokens(fleet, 1);
        var deleted = Fleet.ids(committed(fleet), "token-1");
        var left = fleet.without("token-1").without("token-2");
        start();
        var before = holder();

        signal(paused, "STOP");
        Eventually.eventually(FAILOVER, () -> assertThat(holder()).isNotEmpty().isNotEqualTo(before));
        fleet.tenant().delete("token-1");
        fleet.tenant().patch("token-2", "{\"spec\": {\"enabled\": false}}");
        Eventually.eventually(FAILOVER, () -> assertThat(fleet.listed()).hasSize(3));
        long ended = committed(fleet).getLast().resourceVersion();
        signal(paused, "CONT");

        assertThat(paused.process().waitFor(FAILOVER.toSeconds(), TimeUnit.SECONDS))
                .as("who has lost the lease ends")
                .isTrue();
        rotate(left);
        awaitTokens(left, 2);
        assertThat(Documents.accessDocuments(committed(fleet).stream()
                        .filter(recorded -> recorded.resourceVersion() > ended)
                        .toList()))
                .isNotEmpty()
                .allSatisfy(document -> assertThat(document.entries())
                        .hasSizeLessThanOrEqualTo(3)
                        .extracting(entry -> entry.id().value())
                        .doesNotContainAnyElementsOf(deleted));
        fleet.leave();
    }

    private static void signal(Replica replica, String signal) throws Exception {
        var kill = new ProcessBuilder(
                        "kill", "-" + signal, Long.toString(replica.process().pid()))
                .start();
        assertThat(kill.waitFor()).isZero();
    }

    private List<Recorded> committed(Fleet fleet) {
        return replicas.stream()
                .flatMap(replica -> replica.proxy().log().committed(fleet::owns).stream())
                .sorted(Comparator.comparingLong(Recorded::resourceVersion))
                .toList();
    }

    private void rotate(Fleet fleet) {
        fleet.rotate(InstantSource.system().instant());
    }

    private void awaitTokens(Fleet fleet, int each) {
        Eventually.eventually(FAILOVER, () -> {
            var committed = committed(fleet);
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
