package dev.apitoken.acceptance;

import static dev.apitoken.testkit.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.apitoken.testkit.Cluster;
import dev.apitoken.testkit.controlplane.ControlPlaneOptions;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From an empty cluster by one {@code helm install}, through an upgrade and an uninstall, without a token lost (E9, E10). */
class FirstInstallE2E {
    @TempDir
    Path home;

    private final Install install = Install.everywhere();
    private Cluster cluster;

    @BeforeEach
    void startCluster() {
        cluster = Cluster.local(ControlPlaneOptions.defaults());
    }

    @AfterEach
    void stopCluster() {
        cluster.close();
    }

    @Test
    void oneInstallIsEnoughAndAnUninstallLosesNothing() throws Exception {
        helm("install", "--create-namespace");
        var tenant = new Tenant(cluster.client(), "shop");
        cluster.client()
                .resource(new NamespaceBuilder()
                        .withNewMetadata()
                        .withName("shop")
                        .endMetadata()
                        .build())
                .create();
        String token = whileItRuns(() -> {
            // With the default issuer, which the operator makes: the chart cannot.
            tenant.apiToken("ci");
            tenant.awaitReady("ci");
            return tenant.token("ci");
        });

        helm("upgrade");
        assertThat(whileItRuns(() -> settled(tenant))).isEqualTo(token);

        helm("uninstall");
        assertThat(cluster.client().rbac().clusterRoles().withName("apitoken").get())
                .isNull();
        assertThat(tenant.apiTokens()).hasSize(1);

        helm("install");
        assertThat(whileItRuns(() -> settled(tenant))).isEqualTo(token);
        assertThat(tenant.status("ci").revision()).isEqualTo(1);
    }

    @Test
    void withoutTheCrdsItSaysSoAndEnds() throws Exception {
        assertThat(endsWith(cluster.kubeconfig()))
                .contains("apitoken.dev: the API server does not know them; are the CRDs installed?");
    }

    @Test
    void withoutTheRightsItSaysSoAndEnds() throws Exception {
        cluster.applyManifests(Repository.find().manifests());
        assertThat(endsWith(cluster.kubeconfigFor("default", "nobody"))).contains("no right to");
    }

    @Test
    void withoutAnApiServerItSaysSoAndEnds() throws Exception {
        cluster.stopApiServer();
        assertThat(endsWith(cluster.kubeconfig())).contains("the API server does not answer");
    }

    /** @return the last line of a program that ends because it cannot start */
    private String endsWith(Path kubeconfig) throws Exception {
        var settings = Map.of(
                "KUBECONFIG", kubeconfig.toString(),
                "APITOKEN_MANAGEMENT_PORT", Integer.toString(FreePort.next()));
        Path log = home.resolve("operator.log");
        try (var program = Program.start(Repository.find().program("operator"), settings, log)) {
            assertThat(program.awaitEnd(Duration.ofSeconds(60))).isEqualTo(1);
            var lines = program.log().lines().toList();
            assertThat(lines).filteredOn(line -> !line.startsWith("{")).hasSize(1);
            return lines.getLast();
        }
    }

    private interface Work {
        String run() throws Exception;
    }

    private String whileItRuns(Work work) throws Exception {
        try (var operator = install.start(cluster, home, Map.of())) {
            eventually(() -> assertThat(operator.isLeading()).isTrue());
            return work.run();
        }
    }

    /** The operator has looked: the newest edit is observed. */
    private static String settled(Tenant tenant) {
        tenant.patch("ci", "{\"spec\": {\"description\": \"" + System.nanoTime() + "\"}}");
        eventually(() -> assertThat(tenant.status("ci").observedGeneration())
                .isEqualTo(tenant.apiTokens().getFirst().getMetadata().getGeneration()));
        tenant.awaitReady("ci");
        return tenant.token("ci");
    }

    private void helm(String verb, String... more) throws IOException, InterruptedException {
        var command = new ArrayList<>(List.of(verb, install.release()));
        if (!verb.equals("uninstall")) {
            command.addAll(List.of(Repository.find().chart().toString(), "--set", "replicas=0"));
        }
        command.addAll(List.of("--namespace", install.namespace()));
        command.addAll(List.of(more));
        var outcome = Helm.find(home).run(cluster.kubeconfig(), command.toArray(String[]::new));
        assertThat(outcome.exitCode()).as(outcome.errors()).isZero();
        if (verb.equals("install")) {
            // The garbage collector of the test cluster has to learn the new kinds.
            cluster.applyManifests(Repository.find().manifests());
        }
    }
}
