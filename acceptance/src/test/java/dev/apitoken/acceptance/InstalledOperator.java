package dev.apitoken.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.apitoken.testkit.Cluster;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** The operator as the chart installs it: its ServiceAccount, its rights and no others; the process is a plain one. */
record InstalledOperator(Program program) implements AutoCloseable {
    static final String NAMESPACE = "apitoken-system";

    static InstalledOperator start(Cluster cluster, Path home, Map<String, String> settings)
            throws IOException, InterruptedException {
        Repository repository = Repository.find();
        createNamespace(cluster);
        var rendered = Helm.find(home)
                .run(
                        Map.of(),
                        "template",
                        "apitoken",
                        repository.chart().toString(),
                        "--namespace",
                        NAMESPACE,
                        "--set",
                        "crds.install=false,replicas=0");
        assertThat(rendered.exitCode()).as(rendered.errors()).isZero();
        Path manifest = Files.writeString(home.resolve("chart.yaml"), rendered.output());
        cluster.applyManifests(manifest);

        var environment = new java.util.HashMap<>(Map.of(
                "KUBECONFIG", cluster.kubeconfigFor(NAMESPACE, "apitoken").toString(),
                "APITOKEN_NAMESPACE", NAMESPACE,
                "APITOKEN_MANAGEMENT_PORT", Integer.toString(FreePort.next())));
        environment.putAll(settings);
        Path log = Files.createTempFile(home, "operator-", ".log");
        return new InstalledOperator(
                Program.start(repository.program("operator"), environment, log).awaitReady());
    }

    private static void createNamespace(Cluster cluster) {
        var namespace = new NamespaceBuilder()
                .withNewMetadata()
                .withName(NAMESPACE)
                .endMetadata()
                .build();
        cluster.client().resource(namespace).fieldManager("acceptance").serverSideApply();
    }

    String log() {
        return program.log();
    }

    @Override
    public void close() {
        program.close();
    }
}
