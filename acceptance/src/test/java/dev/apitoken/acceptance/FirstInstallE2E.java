package dev.apitoken.acceptance;

import static dev.apitoken.testkit.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.apitoken.testkit.Cluster;
import dev.apitoken.testkit.controlplane.ControlPlaneOptions;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import java.io.IOException;
import java.nio.file.Path;
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
        var command = new java.util.ArrayList<>(java.util.List.of(verb, install.release()));
        if (!verb.equals("uninstall")) {
            command.addAll(java.util.List.of(Repository.find().chart().toString(), "--set", "replicas=0"));
        }
        command.addAll(java.util.List.of("--namespace", install.namespace()));
        command.addAll(java.util.List.of(more));
        var outcome = Helm.find(home).run(cluster.kubeconfig(), command.toArray(String[]::new));
        assertThat(outcome.exitCode()).as(outcome.errors()).isZero();
        if (verb.equals("install")) {
            // The garbage collector of the test cluster has to learn the new kinds.
            cluster.applyManifests(Repository.find().manifests());
        }
    }
}
