package dev.apitoken.validator.gate;

import static dev.apitoken.validator.gate.TestGate.get;
import static org.assertj.core.api.Assertions.assertThat;

import dev.apitoken.token.access.RuleAccess;
import dev.apitoken.token.signing.JwkSet;
import dev.apitoken.validator.index.AccessState;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OwnEndpointsTest {
    private TinyUpstream upstream;
    private TestGate gate;

    @BeforeEach
    void start() throws IOException {
        upstream = new TinyUpstream();
        gate = TestGate.before(upstream);
    }

    @AfterEach
    void stop() throws IOException {
        gate.close();
        upstream.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/apitoken/me", "/api/user/me", "/api/user/me?verbose=1"})
    void who_am_i_needs_a_live_token_and_no_rule(String path) throws IOException {
        gate.enforce(Policies.DEFAULT.rules(Policies.rule("/*", RuleAccess.Denied)));
        String token = gate.token("ci", "writer", "reader");

        HttpText answer = gate.ask(get(path, token));

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.value("Cache-Control")).isEqualTo("no-store");
        assertThat(answer.value("Content-Type")).isEqualTo("application/json");
        assertThat(answer.text())
                .matches("\\{\"user\":\"ci\",\"namespace\":\"shop\",\"tokenId\":\"[\\w-]{22}\","
                        + "\"roles\":\\[\"reader\",\"writer\"],\"expiresAt\":\"2026-12-22T10:00:00Z\","
                        + "\"address\":\"127.0.0.1\"}");
        assertThat(gate.ask(get(path, "")).text()).isEqualTo("{\"error\":\"Credentials required\"}");
        assertThat(upstream.requests()).isEmpty();
    }

    @Test
    void own_endpoints_are_read_only_and_exact() throws IOException {
        String token = gate.token("ci");

        HttpText post = gate.ask(get("/apitoken/me", token).replaceFirst("GET", "POST"));
        assertThat(post.status()).isEqualTo(405);
        assertThat(post.value("Allow")).isEqualTo("GET, HEAD");
        assertThat(gate.ask(get("/apitoken/me/", token)).text()).isEqualTo("ok");
        assertThat(upstream.lastRequest().target()).isEqualTo("/apitoken/me/");
    }

    @Test
    void the_public_keys_are_published_for_anybody_and_cached() throws IOException {
        HttpText answer = gate.ask(get("/.well-known/jwks.json", ""));

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.value("Cache-Control")).isEqualTo("max-age=300");
        assertThat(JwkSet.parse(answer.text()).keys()).hasSize(1);
        HttpText again = gate.ask(get("/.well-known/jwks.json", "", "If-None-Match: " + answer.value("ETag")));
        assertThat(again.status()).isEqualTo(304);
        assertThat(again.body()).isEmpty();
    }

    @Test
    void before_the_first_revision_nothing_is_known_about_anybody() throws IOException {
        String token = gate.token("ci");
        gate.setState(new AccessState.Unknown());

        for (String path : new String[] {"/a", "/apitoken/me", "/.well-known/jwks.json", "/apitoken/auth"}) {
            HttpText answer = gate.ask(get(path, token));
            assertThat(answer.status()).isEqualTo(503);
            assertThat(answer.value("Retry-After")).isEqualTo("5");
            assertThat(answer.text()).isEqualTo("{\"error\":\"Not ready\"}");
        }
        assertThat(upstream.connections()).isZero();
    }

    @Test
    void a_stale_state_serves_nobody() throws IOException {
        String token = gate.token("ci");
        gate.setState(new AccessState.Stale());

        assertThat(gate.ask(get("/a", token)).status()).isEqualTo(503);
        assertThat(upstream.connections()).isZero();
    }
}
