package dev.apitoken.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.apitoken.testkit.Cluster;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** What the chart renders: as text, and as the objects in it. */
record RenderedChart(String text, List<HasMetadata> objects) {
    static final String CHART = Repository.find().chart().toString();

    /** @param settings for {@code --set} */
    static RenderedChart in(String namespace, Cluster cluster, Path home, String... settings)
            throws IOException, InterruptedException {
        var arguments = new ArrayList<>(List.of("template", "apitoken", CHART, "--namespace", namespace));
        Stream.of(settings).forEach(setting -> arguments.addAll(List.of("--set", setting)));
        var outcome = Helm.find(home).run(Map.of(), arguments.toArray(String[]::new));
        assertThat(outcome.exitCode()).as(outcome.errors()).isZero();
        return new RenderedChart(outcome.output(), load(cluster, outcome.output()));
    }

    static List<HasMetadata> load(Cluster cluster, String yaml) {
        return cluster.client()
                .load(new ByteArrayInputStream(yaml.getBytes(StandardCharsets.UTF_8)))
                .items();
    }

    <T extends HasMetadata> List<T> all(Class<T> kind) {
        return objects.stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    Deployment deployment() {
        return all(Deployment.class).getFirst();
    }

    List<String> kinds() {
        return objects.stream().map(HasMetadata::getKind).toList();
    }
}
