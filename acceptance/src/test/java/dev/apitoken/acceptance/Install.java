package dev.apitoken.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.apitoken.testkit.Cluster;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The chart applied to a cluster without its pod: the ServiceAccount and its rights are there, the process is started by
 * the test.
 *
 * @param values for {@code --set}, such as {@code watchNamespaces={a,b}}
 */
record Install(String namespace, String release, List<String> values) {
    static Install everywhere() {
        return new Install(InstalledOperator.NAMESPACE, "apitoken", List.of());
    }

    static Install serving(String namespace, String release, String... watched) {
        return new Install(namespace, release, List.of("watchNamespaces={" + String.join(",", watched) + "}"));
    }

    /** What the chart renders: manifests in YAML. */
    String render(Path home) throws IOException, InterruptedException {
        var command = new ArrayList<>(List.of(
                "template",
                release,
                Repository.find().chart().toString(),
                "--namespace",
                namespace,
                "--set",
                "crds.install=false,replicas=0"));
        values.forEach(value -> command.addAll(List.of("--set", value)));
        var rendered = Helm.find(home).run(Map.of(), command.toArray(String[]::new));
        assertThat(rendered.exitCode()).as(rendered.errors()).isZero();
        return rendered.output();
    }

    void applyTo(Cluster cluster, Path home) throws IOException, InterruptedException {
        createNamespace(cluster);
        cluster.applyManifests(Files.writeString(home.resolve(release + ".yaml"), render(home)));
    }

    /** Starts one more operator of this install, which has been applied. */
    InstalledOperator start(Cluster cluster, Path home, Map<String, String> settings) throws IOException {
        var environment = new HashMap<>(Map.of(
                "KUBECONFIG", cluster.kubeconfigFor(namespace, fullName()).toString(),
                "APITOKEN_NAMESPACE", namespace,
                "APITOKEN_LEASE", fullName(),
                "APITOKEN_WATCH_NAMESPACES", watched(),
                "APITOKEN_MANAGEMENT_PORT", Integer.toString(FreePort.next())));
        environment.putAll(settings);
        Path log = Files.createTempFile(home, "operator-", ".log");
        return new InstalledOperator(Program.start(Repository.find().program("operator"), environment, log)
                .awaitReady());
    }

    /** As the chart names what it makes. */
    String fullName() {
        return release.contains("apitoken") ? release : release + "-apitoken";
    }

    private String watched() {
        return values.stream()
                .filter(value -> value.startsWith("watchNamespaces="))
                .map(value -> value.replaceAll(".*\\{|}", ""))
                .findFirst()
                .orElse("");
    }

    private void createNamespace(Cluster cluster) {
        var wanted = new NamespaceBuilder()
                .withNewMetadata()
                .withName(namespace)
                .endMetadata()
                .build();
        cluster.client().resource(wanted).fieldManager("acceptance").serverSideApply();
    }
}
