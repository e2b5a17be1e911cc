package dev.apitoken.crds;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.apitoken.crds.Server.Answer;
import dev.apitoken.testkit.Cluster;
import dev.apitoken.testkit.RealCluster;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every case file, put to a real API server. */
@RealCluster
class CrdCasesIT {
    private static Server server;

    @BeforeAll
    static void makeNamespace(Cluster cluster) {
        server = Server.with(cluster);
    }

    @ParameterizedTest
    @MethodSource("dev.apitoken.crds.Case#all")
    void theServerSaysWhatTheFileSays(Case c) {
        Answer answer = c.before().isPresent() ? change(c, c.before().get()) : server.tryCreate(c.resource());

        switch (answer) {
            case Answer.Accepted accepted ->
                assertThat(c.refusal()).as("refusal").isEmpty();
            case Answer.Refused refused ->
                assertThat(c.refusal())
                        .as("refusal, as the server said %s", refused)
                        .hasValueSatisfying(expected -> assertThat(refused.names(expected.path(), expected.words()))
                                .as("%s among%n%s", expected, refused)
                                .isTrue());
        }
    }

    @ParameterizedTest
    @MethodSource("goldenFiles")
    void theServerFillsInTheDefaults(Path out) {
        Path in = out.resolveSibling(out.getFileName().toString().replace("out-", "valid-"));
        Answer answer = server.tryCreate(Case.resource(in));

        assertThat(answer)
                .isInstanceOfSatisfying(
                        Answer.Accepted.class,
                        accepted -> assertThat(withoutServersMetadata(accepted.resource()))
                                .isEqualTo(withoutServersMetadata(Case.resource(out))));
    }

    static Stream<Path> goldenFiles() {
        return Case.list(Case.root()).stream()
                .flatMap(kind -> Case.list(kind).stream())
                .filter(file -> file.getFileName().toString().startsWith("out-"));
    }

    private static Answer change(Case c, GenericKubernetesResource before) {
        GenericKubernetesResource created = server.create(before);
        try {
            c.resource().getMetadata().setResourceVersion(created.getMetadata().getResourceVersion());
            return server.tryUpdate(c.resource());
        } finally {
            server.at(before).delete();
        }
    }

    private static Map<?, ?> withoutServersMetadata(GenericKubernetesResource resource) {
        ObjectNode node = Manifest.SERIALIZATION.convertValue(resource, ObjectNode.class);
        node.withObject("/metadata")
                .remove(List.of(
                        "namespace", "uid", "creationTimestamp", "generation", "managedFields", "resourceVersion"));
        return Manifest.SERIALIZATION.unmarshal(node.toString(), Map.class);
    }
}
