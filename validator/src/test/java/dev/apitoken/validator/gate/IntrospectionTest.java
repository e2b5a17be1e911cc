package dev.apitoken.validator.gate;

import static dev.apitoken.validator.gate.TestGate.EXPIRES;
import static org.assertj.core.api.Assertions.assertThat;

import dev.apitoken.token.access.RuleAccess;
import dev.apitoken.token.access.SourceFilter;
import dev.apitoken.validator.index.AccessState;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 7662: whoever may ask learns whether a token is live here, and of one that is not nothing else (I9). */
class IntrospectionTest {
    private static final String INACTIVE = "{\"active\":false}";

    private TinyUpstream upstream;
    private TestGate gate;
    private String asker;

    @BeforeEach
    void start() throws IOException {
        upstream = new TinyUpstream();
        gate = TestGate.before(upstream);
        asker = gate.token("resource-server", "introspect");
    }

    @AfterEach
    void stop() throws IOException {
        assertThat(upstream.requests()).isEmpty();
        gate.close();
        upstream.close();
    }

    private static String post(String bearer, String form, String... headers) {
        var text = new StringBuilder("POST /apitoken/introspect HTTP/1.1\r\nHost: shop.example\r\n");
        if (!bearer.isEmpty()) {
            text.append("Authorization: Bearer ").append(bearer).append("\r\n");
        }
        List.of(headers).forEach(header -> text.append(header).append("\r\n"));
        return text.append("Content-Type: application/x-www-form-urlencoded\r\nContent-Length: ")
                .append(form.length())
                .append("\r\n\r\n")
                .append(form)
                .toString();
    }

    private String asked(String form) throws IOException {
        HttpText answer = gate.ask(post(asker, form));
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.value("Cache-Control")).isEqualTo("no-store");
        assertThat(answer.value("Content-Type")).isEqualTo("application/json");
        return answer.text();
    }

    @Test
    void a_live_token_is_described() throws IOException {
        String token = gate.token("ci", "writer", "reader");

        assertThat(asked("token=" + token + "&token_type_hint=access_token"))
                .matches("\\{\"active\":true,\"token_type\":\"Bearer\",\"iss\":\"urn:example:issuer\",\"sub\":\"ci\","
                        + "\"aud\":\"shop\",\"exp\":" + EXPIRES.getEpochSecond() + ",\"jti\":\"[\\w-]{22}\","
                        + "\"namespace\":\"shop\",\"roles\":\\[\"reader\",\"writer\"]}");
    }

    @Test
    void of_anything_else_nothing_is_said() throws IOException {
        String ended = gate.token("ended", TestGate.NOW, Optional.empty());
        String live = gate.token("ci");

        assertThat(asked("token=" + gate.sign("unlisted").reveal())).isEqualTo(INACTIVE);
        assertThat(asked("token=" + ended)).isEqualTo(INACTIVE);
        assertThat(asked("token=")).isEqualTo(INACTIVE);
        assertThat(asked("token=%00%ff+")).isEqualTo(INACTIVE);
        assertThat(asked("token=" + "a".repeat(4097))).isEqualTo(INACTIVE);
        assertThat(asked("token=" + live + "%3D")).isEqualTo(INACTIVE);
        gate.revokeAll();
        asker = gate.token("resource-server", "introspect");
        assertThat(asked("token=" + live)).isEqualTo(INACTIVE);
    }

    @Test
    void a_token_bound_to_addresses_is_active_only_for_one_of_them() throws IOException {
        String bound = gate.token("ci", EXPIRES, Optional.of(SourceFilter.parse(List.of("10.0.0.0/8"))));

        assertThat(asked("token=" + bound)).isEqualTo(INACTIVE);
        assertThat(asked("token=" + bound + "&source=192.0.2.1")).isEqualTo(INACTIVE);
        assertThat(asked("token=" + bound + "&source=nonsense")).isEqualTo(INACTIVE);
        assertThat(asked("token=" + bound + "&source=10.1.2.3")).startsWith("{\"active\":true,");
        assertThat(gate.ask(post(asker, "token=" + bound + "&source=10.1.2.3&source=10.1.2.4"))
                        .status())
                .isEqualTo(400);
    }

    @Test
    void only_who_holds_the_role_may_ask_whatever_the_rules_say() throws IOException {
        gate.enforce(Policies.DEFAULT.rules(Policies.rule("/*", RuleAccess.Public)));
        String token = gate.token("ci", "reader");

        HttpText nobody = gate.ask(post("", "token=" + token));
        assertThat(nobody.status()).isEqualTo(401);
        assertThat(nobody.text()).isEqualTo("{\"error\":\"Credentials required\"}");
        assertThat(gate.ask(post(gate.sign("forged").reveal(), "token=" + token))
                        .status())
                .isEqualTo(401);
        HttpText without = gate.ask(post(token, "token=" + token));
        assertThat(without.status()).isEqualTo(403);
        assertThat(without.value("WWW-Authenticate")).contains("insufficient_scope");
        gate.enforce(Policies.DEFAULT.rules(Policies.rule("/*", RuleAccess.Denied)));
        assertThat(asked("token=" + token)).startsWith("{\"active\":true,");
        assertThat(count("RoleMissing")).isEqualTo(1);
    }

    private double count(String reason) {
        return gate.metrics
                .counter("apitoken.decisions", "entry", "introspect", "decision", "denied", "reason", reason)
                .count();
    }

    @Test
    void who_ends_while_asking_gets_no_answer() throws IOException {
        String token = gate.token("ci");
        String question = post(asker, "token=" + token);
        try (Wire wire = gate.connect()) {
            wire.send(question.substring(0, question.length() - 10));
            assertThat(gate.ask(TestGate.get("/apitoken/me", asker)).status()).isEqualTo(200);
            gate.revokeAll();
            wire.send(question.substring(question.length() - 10));

            assertThat(wire.answer().status()).isEqualTo(401);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "tokens=a", "token=a&token=b", "token=%zz", "token"})
    void a_form_without_exactly_one_token_is_refused(String form) throws IOException {
        HttpText answer = gate.ask(post(asker, form.equals("token") ? "a=b" : form));

        assertThat(answer.status()).isEqualTo(400);
    }

    @Test
    void the_form_is_posted_small_and_named_as_one() throws IOException {
        HttpText got = gate.ask(TestGate.get("/apitoken/introspect?token=" + asker, asker));
        assertThat(got.status()).isEqualTo(405);
        assertThat(got.value("Allow")).isEqualTo("POST");
        assertThat(gate.ask(post(asker, "token=a").replace("x-www-form-urlencoded", "json"))
                        .status())
                .isEqualTo(400);
        assertThat(gate.ask(post(asker, "token=a&b=" + "c".repeat(9000))).status())
                .isEqualTo(400);
    }

    @Test
    void a_chunked_form_is_read_up_to_the_same_limit() throws IOException {
        String head = post(asker, "").replace("Content-Length: 0", "Transfer-Encoding: chunked");
        String chunk = "1000\r\n" + "c".repeat(0x1000) + "\r\n";
        try (Wire wire = gate.connect()) {
            wire.send(head + "6\r\ntoken=\r\n1\r\na\r\n0\r\n\r\n");
            assertThat(wire.answer().text()).isEqualTo(INACTIVE);
            wire.send(head + chunk + chunk + chunk);
            HttpText answer = wire.answer();
            assertThat(answer.status()).isEqualTo(400);
            assertThat(answer.value("Connection")).isEqualTo("close");
        }
    }

    @Test
    void expect_is_answered_to_who_may_ask_and_the_connection_goes_on() throws IOException {
        String question = post(asker, "token=a", "Expect: 100-continue");
        int body = question.indexOf("token=");
        try (Wire wire = gate.connect()) {
            wire.send(question.substring(0, body));
            assertThat(wire.answer().status()).isEqualTo(100);
            wire.send(question.substring(body));
            assertThat(wire.answer().text()).isEqualTo(INACTIVE);
            wire.send(post(asker, "token=a"));
            assertThat(wire.answer().text()).isEqualTo(INACTIVE);
        }
    }

    @Test
    void without_a_state_nobody_is_told_anything() throws IOException {
        gate.setState(new AccessState.Stale());

        assertThat(gate.ask(post(asker, "token=" + asker)).status()).isEqualTo(503);
    }
}
