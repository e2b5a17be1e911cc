package dev.apitoken.operator.access;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.apitoken.token.access.TokenEntry;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** {@code golden/in-NAME.yaml} compiles to {@code golden/out-NAME.yaml}. */
class GoldenCompileTest {
    @ParameterizedTest
    @MethodSource("names")
    void compilesTo(String name) throws Exception {
        var in = Serialization.unmarshal(read("in-" + name), JsonNode.class);
        var tokens = new ArrayList<>(Given.tokens(in.path("tokens")));

        var compiled = compile(in, tokens);
        Collections.reverse(tokens);
        var reversed = compile(in, tokens);

        assertThat(Serialization.unmarshal(shown(compiled), JsonNode.class))
                .as("as YAML:%n%s", shown(compiled))
                .isEqualTo(Serialization.unmarshal(read("out-" + name), JsonNode.class));
        assertThat(reversed).isEqualTo(compiled);
    }

    private static Compilation compile(JsonNode in, List<CompilableToken> tokens) {
        var inputs = new CompileInputs(
                tokens,
                TokenHolders.of(tokens),
                AccountDirectory.of(Given.accounts(in.path("accounts"))),
                Given.issuers(in.path("issuers")),
                Given.namespaces(in.path("namespaces")));
        return AccessCompiler.compile(Given.policy(in.path("policy")), inputs, Samples.NOW);
    }

    private static String shown(Compilation compiled) {
        var shown = new LinkedHashMap<String, Object>();
        shown.put(
                "issuers",
                compiled.issuers().stream().map(each -> each.issuer()).toList());
        shown.put(
                "entries",
                compiled.entries().stream()
                        .map(GoldenCompileTest::shown)
                        .sorted()
                        .toList());
        shown.put(
                "notListed",
                compiled.notListed().stream()
                        .map(each -> each.namespace() + "/" + each.name() + " " + each.reason())
                        .toList());
        compiled.nextEnd().ifPresent(end -> shown.put("nextEnd", end.toString()));
        return Serialization.asYaml(shown);
    }

    private static String shown(TokenEntry entry) {
        return entry.id() + " user " + entry.user() + " until " + entry.acceptedUntil() + " roles " + entry.roles()
                + entry.sources().map(filter -> " from " + filter.ranges()).orElse("");
    }

    static Stream<String> names() throws IOException {
        try (var files = Files.list(folder())) {
            return files
                    .map(file -> file.getFileName().toString())
                    .filter(file -> file.startsWith("in-"))
                    .map(file -> file.substring("in-".length()))
                    .sorted()
                    .toList()
                    .stream();
        }
    }

    private static String read(String file) throws IOException {
        return Files.readString(folder().resolve(file));
    }

    private static Path folder() {
        try {
            return Path.of(Objects.requireNonNull(GoldenCompileTest.class.getResource("golden"))
                    .toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
