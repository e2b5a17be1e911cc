package dev.apitoken.validator.gate;

import static dev.apitoken.validator.gate.TestGate.get;
import static org.assertj.core.api.Assertions.assertThat;

import dev.apitoken.token.access.RuleAccess;
import dev.apitoken.token.signing.JwkSet;
import dev.apitoken.token.signing.KeyId;
import dev.apitoken.validator.index.AccessState;
import java.io.IOException;
import java.util.List;
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
    void the_keys_of_one_issuer_vouch_for_no_other() throws IOException {
        gate.accepting("https://tokens.example");

        HttpText one = gate.ask(get("/.well-known/jwks.json?issuer=https%3A%2F%2Ftokens.example", ""));
        HttpText other = gate.ask(get("/.well-known/jwks.json?issuer=urn:example:issuer", ""));
        HttpText all = gate.ask(get("/.well-known/jwks.json", ""));

        assertThat(JwkSet.parse(one.text()).keys()).hasSize(1);
        assertThat(JwkSet.parse(other.text()).keys().keySet())
                .extracting(KeyId::value)
                .containsExactly(TestGate.keyId());
        assertThat(JwkSet.parse(all.text()).keys()).hasSize(2);
        assertThat(List.of(one.value("ETag"), other.value("ETag"), all.value("ETag")))
                .doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "issuer=https://other.example",
                "issuer=",
                "issuer=%zz",
                "issuer=urn:example:issuer&issuer=https://tokens.example"
            })
    void an_issuer_that_is_none_of_ours_has_no_keys(String query) throws IOException {
        HttpText answer = gate.ask(get("/.well-known/jwks.json?" + query, ""));

        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.text()).isEqualTo("{\"error\":\"Not found\"}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/.well-known/openid-configuration", "/.well-known/oauth-authorization-server"})
    void an_issuer_of_this_host_is_discovered_here(String path) throws IOException {
        gate.accepting("https://tokens.example");
        String question = get(path, "").replace("shop.example", "tokens.example");

        HttpText answer = gate.ask(question);

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.value("Content-Type")).isEqualTo("application/json");
        assertThat(answer.value("Cache-Control")).isEqualTo("max-age=300");
        assertThat(answer.text())
                .isEqualTo("{\"issuer\":\"https://tokens.example\",\"jwks_uri\":\"https://tokens.example/.well-known/"
                        + "jwks.json?issuer=https%3A%2F%2Ftokens.example\",\"introspection_endpoint\":"
                        + "\"https://tokens.example/apitoken/introspect\",\"response_types_supported\":[],"
                        + "\"subject_types_supported\":[\"public\"],"
                        + "\"id_token_signing_alg_values_supported\":[\"ES384\"]}");
        String again = question.replace("\r\n\r\n", "\r\nIf-None-Match: " + answer.value("ETag") + "\r\n\r\n");
        assertThat(gate.ask(again).status()).isEqualTo(304);
        assertThat(gate.ask(question.replaceFirst("GET", "POST")).status()).isEqualTo(405);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/.well-known/openid-configuration", "/.well-known/oauth-authorization-server"})
    void of_any_other_host_the_application_is_asked(String path) throws IOException {
        gate.accepting("https://tokens.example");

        assertThat(gate.ask(get(path, "")).status()).isEqualTo(401);
        assertThat(gate.ask(get(path, gate.token("ci"))).text()).isEqualTo("ok");
        assertThat(upstream.lastRequest().target()).isEqualTo(path);
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
