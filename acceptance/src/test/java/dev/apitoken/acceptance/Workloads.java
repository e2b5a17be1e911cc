package dev.apitoken.acceptance;

import dev.apitoken.testkit.Sample;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/** One workload of each kind that can be restarted, all named {@code app}. */
record Workloads(KubernetesClient client, String namespace) {
    static Workloads createIn(KubernetesClient client, String namespace) {
        for (String kind : List.of("Deployment", "StatefulSet", "DaemonSet")) {
            Sample.yaml("""
                    apiVersion: apps/v1
                    metadata: {name: app}
                    spec:
                      selector: {matchLabels: {app: app}}
                      template:
                        metadata: {labels: {app: app}}
                        spec: {containers: [{name: app, image: none}]}
                    """).with("kind", kind).createIn(namespace, client);
        }
        return new Workloads(client, namespace);
    }

    /** The restarts for this ApiToken: one of each workload that was restarted for it. */
    List<String> restartsFor(String apiToken) {
        return templates()
                .flatMap(template -> Stream.ofNullable(
                        Objects.requireNonNullElse(template.getMetadata().getAnnotations(), Map.<String, String>of())
                                .get("restart.apitoken.dev/" + apiToken)))
                .toList();
    }

    private Stream<PodTemplateSpec> templates() {
        var apps = client.apps();
        return Stream.of(
                        apps.deployments().inNamespace(namespace).list().getItems().stream()
                                .map(each -> each.getSpec().getTemplate()),
                        apps.statefulSets().inNamespace(namespace).list().getItems().stream()
                                .map(each -> each.getSpec().getTemplate()),
                        apps.daemonSets().inNamespace(namespace).list().getItems().stream()
                                .map(each -> each.getSpec().getTemplate()))
                .flatMap(templates -> templates);
    }
}
