package dev.apitoken.validator.gate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.apitoken.token.access.RuleAccess;
import dev.apitoken.token.access.SourceFilter;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What went wrong in other gates, each sent to this one under the name it is known by (R8). */
class LessonsTest {
    private static TinyUpstream upstream;
    private static TestGate gate;
    private static String token;
    private static String filtered;

    @BeforeAll
    static void start() throws IOException {
        upstream = new TinyUpstream();
        gate = TestGate.before(upstream)
                .enforce(Policies.DEFAULT.rules(
                        Policies.rule("/open", RuleAccess.Public),
                        Policies.rule("/admin/*", RuleAccess.Authenticated, "admin"),
                        Policies.rule("/*", RuleAccess.Authenticated)));
        token = gate.token("ci");
        filtered = gate.token("ci", TestGate.EXPIRES, Optional.of(SourceFilter.parse(List.of("10.0.0.0/8"))));
    }

    @AfterAll
    static void stop() throws IOException {
        gate.close();
        upstream.close();
    }

    static Stream<List<String>> lessons() {
        return WireTable.rows("lessons.txt", 3);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("lessons")
    void is_learnt(List<String> row) throws IOException {
        int before = upstream.requests().size();
        String request = row.get(2)
                .replace("{host}", "Host: shop.example")
                .replace("{token}", token)
                .replace("{filtered}", filtered)
                .replace("{like}", token.substring(0, token.length() - 40) + "A".repeat(40));

        HttpText answer = gate.ask(request);

        boolean passes = row.get(1).equals("200");
        assertThat(answer.status()).isEqualTo(Integer.parseInt(row.get(1)));
        assertThat(upstream.requests()).hasSize(before + (passes ? 1 : 0));
        assertThat(answer.head().toString() + answer.text()).doesNotContain("mallory", token.substring(60));
        if (passes) {
            assertThat(upstream.lastRequest().head())
                    .noneMatch(line -> line.contains("mallory") || line.contains(token));
        }
    }
}
