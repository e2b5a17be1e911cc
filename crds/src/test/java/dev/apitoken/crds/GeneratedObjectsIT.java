package dev.apitoken.crds;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.apitoken.crds.Server.Answer;
import dev.apitoken.testkit.Cluster;
import dev.apitoken.testkit.RealCluster;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Keeps {@link TypesReadWhateverIsAcceptedTest} honest: what it generates is what a real server accepts, and what that
 * server gives back is read.
 */
@RealCluster
class GeneratedObjectsIT {
    private static final int OBJECTS = 50;
    private static final long SEED = 5;

    private static Server server;

    @BeforeAll
    static void makeNamespace(Cluster cluster) {
        server = Server.with(cluster);
    }

    @ParameterizedTest
    @MethodSource("dev.apitoken.crds.Manifest#all")
    void theServerAcceptsWhatIsGeneratedAndTheTypeReadsWhatItAnswers(Manifest manifest) {
        var generator = new ObjectGenerator(new Random(SEED), false);
        for (int i = 0; i < OBJECTS; i++) {
            ObjectNode object = generator.resource(manifest, i);

            Answer answer = server.tryCreate(generic(object));

            assertThat(answer)
                    .as(object.toString())
                    .isInstanceOfSatisfying(
                            Answer.Accepted.class,
                            accepted -> assertThat(
                                            Manifest.SERIALIZATION.convertValue(accepted.resource(), manifest.type()))
                                    .isNotNull());
        }
    }

    @ParameterizedTest
    @MethodSource("dev.apitoken.crds.Manifest#all")
    void soItIsWithStatus(Manifest manifest) {
        if (manifest.type().equals(ValidatorReport.class)) {
            return;
        }
        var generator = new ObjectGenerator(new Random(SEED), false);
        var existing = server.create(Case.of(manifest.kind())
                .filter(Case::isValid)
                .findFirst()
                .orElseThrow()
                .resource());
        try {
            for (int i = 0; i < OBJECTS; i++) {
                JsonNode status = generator.resource(manifest, i).path("status");
                if (status.isObject()) {
                    existing.setAdditionalProperty("status", status);
                    GenericKubernetesResource updated = server.at(existing).updateStatus();
                    assertThat(Manifest.SERIALIZATION.convertValue(updated, manifest.type()))
                            .isNotNull();
                    existing = updated;
                }
            }
        } finally {
            server.at(existing).delete();
        }
    }

    private static GenericKubernetesResource generic(ObjectNode object) {
        return Manifest.SERIALIZATION.convertValue(object, GenericKubernetesResource.class);
    }
}
