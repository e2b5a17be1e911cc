package dev.apitoken.validator.gate;

import static dev.apitoken.validator.gate.TestGate.get;
import static org.assertj.core.api.Assertions.assertThat;

import dev.apitoken.token.access.RuleAccess;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ProxyTest {
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

    @Test
    void a_live_token_passes_and_the_upstream_learns_who_it_is() throws IOException {
        String token = gate.token("ci@example.com", "reader", "writer");

        HttpText answer = gate.ask(get("/orders?page=2", token));

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.text()).isEqualTo("ok");
        HttpText sent = upstream.lastRequest();
        assertThat(sent.firstLine()).isEqualTo("GET /orders?page=2 HTTP/1.1");
        assertThat(sent.value("Host")).isEqualTo("shop.example");
        assertThat(sent.value("X-ApiToken-User")).isEqualTo("ci@example.com");
        assertThat(sent.value("X-ApiToken-Namespace")).isEqualTo("shop");
        assertThat(sent.value("X-ApiToken-Roles")).isEqualTo("reader,writer");
        assertThat(sent.value("X-ApiToken-Expires")).isEqualTo("2026-12-22T10:00:00Z");
        assertThat(sent.value("X-ApiToken-Client-Ip")).isEqualTo("127.0.0.1");
        assertThat(sent.value("X-ApiToken-Id")).hasSize(22);
        assertThat(sent.values("Authorization")).isEmpty();
    }

    @Test
    void the_places_that_tokens_stand_in_are_counted() throws IOException {
        String token = gate.token("ci");

        gate.ask(get("/a", token));
        gate.ask(get("/a", token, "X-API-KEY: " + token));
        gate.ask(get("/a", "", "Cookie: X-API-KEY=" + gate.sign("nobody").reveal()));

        assertThat(placed("AuthorizationBearer")).isEqualTo(2);
        assertThat(placed("ApiKeyHeader")).isEqualTo(1);
        assertThat(placed("ApiKeyCookie")).isZero();
    }

    private double placed(String place) {
        return gate.metrics
                .get("apitoken.credentials")
                .tag("place", place)
                .counter()
                .count();
    }

    @Test
    void without_a_token_nothing_reaches_the_upstream() throws IOException {
        HttpText answer = gate.ask(get("/orders", ""));

        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.text()).isEqualTo("{\"error\":\"Credentials required\"}");
        assertThat(answer.value("WWW-Authenticate")).isEqualTo("Bearer realm=\"apitoken\"");
        assertThat(answer.value("Cache-Control")).isEqualTo("no-store");
        assertThat(answer.value("Content-Type")).isEqualTo("application/json");
        assertThat(upstream.requests()).isEmpty();
        assertThat(upstream.connections()).isZero();
    }

    @Test
    void a_public_path_needs_no_token_and_carries_no_identity() throws IOException {
        gate.enforce(Policies.DEFAULT.rules(Policies.rule("/open/*", RuleAccess.Public)));

        HttpText answer = gate.ask(get("/open/page", ""));

        assertThat(answer.status()).isEqualTo(200);
        assertThat(upstream.lastRequest().names())
                .noneMatch(name -> name.startsWith("X-ApiToken-") && !name.equals("X-ApiToken-Client-Ip"));
    }

    @Test
    void a_role_decides_where_a_rule_asks_for_one() throws IOException {
        gate.enforce(Policies.DEFAULT.rules(Policies.rule("/admin/*", RuleAccess.Authenticated, "admin")));

        HttpText denied = gate.ask(get("/admin/x", gate.token("joe", "reader")));
        HttpText allowed = gate.ask(get("/admin/x", gate.token("ann", "admin")));

        assertThat(denied.status()).isEqualTo(403);
        assertThat(denied.value("WWW-Authenticate"))
                .isEqualTo("Bearer realm=\"apitoken\", error=\"insufficient_scope\"");
        assertThat(allowed.status()).isEqualTo(200);
        assertThat(upstream.requests()).hasSize(1);
    }
}
