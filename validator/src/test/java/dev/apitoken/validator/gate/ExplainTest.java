package dev.apitoken.validator.gate;

import static dev.apitoken.validator.gate.TestGate.EXPIRES;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.apitoken.token.access.RuleAccess;
import dev.apitoken.token.access.SourceFilter;
import dev.apitoken.validator.index.AccessState;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Why a client is refused, for somebody who may know; everybody else learns what they always learn: nothing. */
class ExplainTest {
    private TinyUpstream upstream;
    private TestGate gate;
    private String asker;

    @BeforeEach
    void start() throws IOException {
        upstream = new TinyUpstream();
        gate = TestGate.before(upstream);
        asker = gate.token("support", "explain");
    }

    @AfterEach
    void stop() throws IOException {
        assertThat(upstream.requests()).isEmpty();
        gate.close();
        upstream.close();
    }

    private static String post(String bearer, String form) {
        return "POST /apitoken/explain HTTP/1.1\r\nHost: shop.example\r\n"
                + (bearer.isEmpty() ? "" : "Authorization: Bearer " + bearer + "\r\n")
                + "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: " + form.length() + "\r\n\r\n"
                + form;
    }

    private static String form(String token, String... fields) {
        var text = new StringBuilder("token=" + token);
        for (int i = 0; i < fields.length; i += 2) {
            text.append('&').append(fields[i]).append('=');
            text.append(URLEncoder.encode(fields[i + 1], StandardCharsets.UTF_8));
        }
        return text.toString();
    }

    private JsonNode explained(String token, String... fields) throws IOException {
        HttpText answer = gate.ask(post(asker, form(token, fields)));
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.value("Cache-Control")).isEqualTo("no-store");
        if (!token.isEmpty()) {
            assertThat(answer.text()).doesNotContain(token);
        }
        return new ObjectMapper().readTree(answer.text());
    }

    private static void assertRefused(JsonNode verdict, String step, String reason) {
        assertThat(verdict.path("accepted").asBoolean(true)).isFalse();
        assertThat(verdict.path("step").asText()).isEqualTo(step);
        assertThat(verdict.path("reason").asText()).isEqualTo(reason);
        assertThat(verdict.path("means").asText()).isNotEmpty();
    }

    @Test
    void a_live_token_is_described_and_its_request_judged() throws IOException {
        gate.enforce(Policies.DEFAULT.rules(
                Policies.rule("/open/*", RuleAccess.Public),
                Policies.rule("/admin/*", RuleAccess.Authenticated, "admin"),
                Policies.rule("/*", RuleAccess.Authenticated)));
        String token = gate.token("ci", "reader");

        JsonNode answer = explained(token, "method", "DELETE", "path", "/orders/7?force=1", "source", "192.0.2.7");

        assertThat(answer.path("policy").asText()).isEqualTo("shop/orders");
        assertThat(answer.at("/token/accepted").asBoolean()).isTrue();
        assertThat(answer.at("/token/listed/user").asText()).isEqualTo("ci");
        assertThat(answer.at("/token/listed/namespace").asText()).isEqualTo("shop");
        assertThat(answer.at("/token/listed/keyId").asText()).isEqualTo(TestGate.keyId());
        assertThat(answer.at("/token/listed/roles/0").asText()).isEqualTo("reader");
        assertThat(answer.at("/token/listed/acceptedUntil").asText()).isEqualTo(EXPIRES.toString());
        assertThat(answer.path("request").toString())
                .isEqualTo("{\"method\":\"DELETE\",\"path\":\"/orders/7\",\"place\":\"AuthorizationBearer\","
                        + "\"source\":\"192.0.2.7\",\"accepted\":true,\"rule\":{\"number\":3,"
                        + "\"access\":\"Authenticated\",\"paths\":[\"/*\"],\"methods\":[],\"roles\":[]}}");
    }

    @Test
    void a_missing_role_is_a_matter_of_the_request_not_of_the_token() throws IOException {
        gate.enforce(Policies.DEFAULT.rules(Policies.rule("/admin/*", RuleAccess.Authenticated, "admin")));
        String token = gate.token("ci", "reader");

        JsonNode answer = explained(token, "path", "/admin/a");

        assertThat(answer.at("/token/accepted").asBoolean()).isTrue();
        assertRefused(answer.path("request"), "Role", "RoleMissing");
        assertThat(answer.at("/request/status").asInt()).isEqualTo(403);
        assertThat(answer.at("/request/rule/roles/0").asText()).isEqualTo("admin");
        assertRefused(explained(token, "path", "/other").path("request"), "Rule", "RuleDenied");
        assertRefused(explained(token, "path", "/a/../b").path("request"), "Path", "BadPath");
    }

    @Test
    void an_ended_token_is_named_by_its_entry() throws IOException {
        String ended = gate.token("ended", TestGate.NOW, Optional.empty());

        JsonNode answer = explained(ended);

        assertRefused(answer.path("token"), "End", "ExpiredToken");
        assertThat(answer.at("/token/listed/acceptedUntil").asText()).isEqualTo(TestGate.NOW.toString());
        assertThat(answer.at("/request/status").asInt()).isEqualTo(401);
    }

    @Test
    void of_an_unlisted_token_it_is_told_what_one_of_our_keys_signed() throws IOException {
        var revoked = gate.sign("ci");

        JsonNode answer = explained(revoked.reveal());

        assertRefused(answer.path("token"), "Listed", "UnknownToken");
        assertThat(answer.at("/token/signed/tokenId").asText())
                .isEqualTo(revoked.claims().id().value());
        assertThat(answer.at("/token/signed/keyId").asText()).isEqualTo(TestGate.keyId());
        assertThat(answer.at("/token/signed/audiences/0").asText()).isEqualTo("shop");
    }

    @Test
    void nothing_that_nobody_vouches_for_is_repeated() throws IOException {
        String forged = gate.sign("ci").reveal().replaceAll("[^.]*$", "A".repeat(86));

        JsonNode answer = explained(forged);

        assertRefused(answer.path("token"), "Listed", "UnknownToken");
        assertThat(answer.path("token").has("signed")).isFalse();
        assertThat(answer.path("token").has("listed")).isFalse();
        assertRefused(explained("no%20token").path("token"), "Credential", "MalformedCredential");
        assertRefused(explained("").path("token"), "Credential", "MalformedCredential");
    }

    @Test
    void the_source_is_judged_as_if_it_were_the_clients() throws IOException {
        String bound = gate.token("ci", EXPIRES, Optional.of(SourceFilter.parse(List.of("10.0.0.0/8"))));

        assertRefused(explained(bound).path("token"), "Source", "SourceDenied");
        assertRefused(explained(bound, "source", "192.0.2.7").path("token"), "Source", "SourceDenied");
        assertThat(explained(bound, "source", "10.1.2.3").at("/token/accepted").asBoolean())
                .isTrue();
        gate.enforce(Policies.DEFAULT.trusting("10.0.0.0/8"));
        assertThat(explained(bound, "source", "10.1.2.3").at("/token/accepted").asBoolean())
                .isTrue();
        assertThat(explained(bound, "source", "10.1.2.3")
                        .at("/token/listed/allowedSources/0")
                        .asText())
                .isEqualTo("10.0.0.0/8");
    }

    @Test
    void on_a_public_path_a_bad_token_is_said_to_be_bad_and_to_pass() throws IOException {
        gate.enforce(Policies.DEFAULT.rules(Policies.rule("/*", RuleAccess.Public)));

        JsonNode answer = explained(gate.sign("ci").reveal(), "path", "/open");

        assertRefused(answer.path("token"), "Listed", "UnknownToken");
        assertThat(answer.at("/request/accepted").asBoolean()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"AuthorizationBearer", "ApiKeyHeader", "ApiKeyCookie", "AuthTokenHeader"})
    void the_token_may_be_tried_in_each_place(String place) throws IOException {
        JsonNode answer = explained(gate.token("ci"), "place", place);

        assertThat(answer.at("/request/place").asText()).isEqualTo(place);
        assertThat(answer.at("/request/accepted").asBoolean()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "source=192.0.2.7",
                "token=a&token=b",
                "token=a&source=office",
                "token=a&place=Query",
                "token=a&method=get",
                "token=a&path=/&path=/a"
            })
    void a_form_that_can_be_read_in_two_ways_or_not_at_all_is_refused(String form) throws IOException {
        assertThat(gate.ask(post(asker, form)).status()).isEqualTo(400);
    }

    @Test
    void only_who_holds_the_role_learns_anything() throws IOException {
        gate.enforce(Policies.DEFAULT.rules(Policies.rule("/*", RuleAccess.Public)));
        String token = gate.token("ci", "introspect", "admin");
        String ended = gate.token("ended", TestGate.NOW, Optional.empty(), "explain");

        for (String stranger : List.of("", token, ended, gate.sign("support").reveal())) {
            HttpText answer = gate.ask(post(stranger, form(token)));
            assertThat(answer.status()).isEqualTo(stranger.equals(token) ? 403 : 401);
            assertThat(answer.text()).doesNotContain("ci", "reason", "step");
        }
        assertThat(gate.metrics
                        .get("apitoken.decisions")
                        .tags("entry", "explain", "decision", "denied", "reason", "RoleMissing")
                        .counter()
                        .count())
                .isEqualTo(1);
    }

    @Test
    void it_is_no_use_of_the_token_and_no_decision_about_a_request() throws IOException {
        explained(gate.token("ci"));

        assertThat(gate.metrics
                        .get("apitoken.decisions")
                        .tags("entry", "proxy", "decision", "allowed")
                        .counter()
                        .count())
                .isZero();
    }

    @Test
    void without_a_state_nobody_is_told_anything() throws IOException {
        gate.setState(new AccessState.Stale());

        assertThat(gate.ask(post(asker, "token=a")).status()).isEqualTo(503);
    }
}
