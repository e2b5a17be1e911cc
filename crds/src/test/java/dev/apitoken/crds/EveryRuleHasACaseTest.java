package dev.apitoken.crds;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A rule that no file breaks is a rule that nobody has seen at work. */
class EveryRuleHasACaseTest {

    @ParameterizedTest
    @MethodSource("dev.apitoken.crds.Manifest#all")
    void everyRuleIsBrokenByAFile(Manifest manifest) {
        List<Case> cases = Case.of(manifest.kind()).toList();
        Stream<String> unbroken = manifest.schema()
                .walk()
                .flatMap(schema -> schema.rules()
                        .map(rule -> rule.path("message").asText())
                        .filter(message -> cases.stream().noneMatch(c -> breaks(c, schema, message)))
                        .map(message -> schema.path() + ": " + message));

        assertThat(unbroken).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("dev.apitoken.crds.Manifest#all")
    void everyFieldAUserCanSetStandsInAValidFile(Manifest manifest) {
        Stream<String> unseen = manifest.schema()
                .walk()
                .filter(schema -> schema.path().matches("(spec|report)[.].*"))
                .map(Schema::path)
                .filter(path -> ExampleAt.in(manifest.kind(), path).isEmpty());

        assertThat(unseen).isEmpty();
    }

    private static boolean breaks(Case c, Schema schema, String message) {
        Optional<Case.Refusal> refusal = c.refusal();
        return refusal.isPresent()
                && (schema.path().isEmpty() ? "." : schema.path())
                        .equals(refusal.get().path().replaceAll("\\[[0-9]+]", "[]"))
                && message.contains(refusal.get().words());
    }
}
