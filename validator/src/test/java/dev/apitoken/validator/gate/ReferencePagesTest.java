package dev.apitoken.validator.gate;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import dev.apitoken.validator.decision.DenialReason;
import dev.apitoken.validator.decision.Step;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the code can say, the reference explains (P7). */
class ReferencePagesTest {
    private static String page(String name) throws IOException {
        return Files.readString(Path.of("..", "docs", "reference", name));
    }

    private static String answers() throws IOException {
        return page("answers.md");
    }

    @ParameterizedTest
    @EnumSource(DenialReason.class)
    void each_denial_reason_stands_beside_the_step_that_gives_it(DenialReason reason) throws IOException {
        assertThat(page("explain.md").lines())
                .anyMatch(
                        line -> line.startsWith("| `" + Step.of(reason) + "` |") && line.contains("`" + reason + "`"));
    }

    @ParameterizedTest
    @EnumSource(DenialReason.class)
    void each_denial_reason_has_its_place(DenialReason reason) throws IOException {
        assertThat(answers()).contains("`" + reason.name() + "`");
    }

    @ParameterizedTest
    @EnumSource(Refusal.class)
    void each_refusal_has_its_place(Refusal refusal) throws IOException {
        assertThat(answers())
                .contains(
                        "`" + refusal.name() + "`",
                        Integer.toString(refusal.status().code()));
    }

    @Test
    void each_endpoint_has_its_row() throws IOException {
        var paths = new ArrayList<>(Discovery.PATHS);
        paths.addAll(List.of(OwnEndpoints.JWKS, OwnEndpoints.WHO_AM_I, ExternalAuthorization.PATH));
        for (FormEndpoint endpoint : FormEndpoint.values()) {
            paths.add(endpoint.path());
        }
        String rows = page("endpoints.md")
                .lines()
                .filter(line -> line.startsWith("| `/"))
                .collect(joining("\n"));

        assertThat(paths).allSatisfy(path -> assertThat(rows).contains("`" + path + "`"));
    }
}
