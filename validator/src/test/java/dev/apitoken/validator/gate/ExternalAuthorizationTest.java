package dev.apitoken.validator.gate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.apitoken.token.access.ExternalAuthorizationSettings.Profile;
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
import org.junit.jupiter.params.provider.EnumSource;

/** A proxy asks, the same decision answers; the profile says how the two talk. */
class ExternalAuthorizationTest {
    private static final String[] IDENTITY = {"User", "Namespace", "Id", "Roles", "Expires", "Client-Ip"};

    private TestGate gate;

    @BeforeEach
    void start() throws IOException {
        gate = TestGate.alone();
    }

    @AfterEach
    void stop() {
        gate.close();
    }

    /** How each proxy asks about a request of a client. */
    private static String asking(Profile profile, String method, String path, String client, String... headers) {
        String own = switch (profile) {
            case Nginx, HAProxy ->
                "GET /apitoken/auth HTTP/1.1\r\nHost: apitoken\r\nX-Original-Method: " + method + "\r\nX-Original-URI: "
                        + path + "\r\nX-Real-IP: " + client + "\r\n";
            case Traefik, Caddy ->
                "GET /apitoken/auth HTTP/1.1\r\nHost: apitoken\r\nX-Forwarded-Method: " + method
                        + "\r\nX-Forwarded-Uri: " + path + "\r\nX-Forwarded-For: " + client + "\r\n";
            case Envoy ->
                method + " /apitoken/auth" + path + " HTTP/1.1\r\nHost: apitoken\r\nX-Forwarded-For: " + client
                        + "\r\n";
        };
        var text = new StringBuilder(own);
        List.of(headers).forEach(header -> text.append(header).append("\r\n"));
        return text.append("\r\n").toString();
    }

    @ParameterizedTest
    @EnumSource(Profile.class)
    void an_allowed_request_is_200_with_every_identity_header(Profile profile) throws IOException {
        gate.enforce(Policies.DEFAULT
                .asked(profile, "127.0.0.1")
                .rules(Policies.rule("/orders/*", RuleAccess.Authenticated, "reader")));
        String token = gate.token("ci", "reader");

        HttpText answer =
                gate.ask(asking(profile, "GET", "/orders/7?a=b", "10.1.2.3", "Authorization: Bearer " + token));

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.value("Content-Length")).isEqualTo("0");
        assertThat(answer.value("X-ApiToken-User")).isEqualTo("ci");
        assertThat(answer.value("X-ApiToken-Roles")).isEqualTo("reader");
        assertThat(answer.value("X-ApiToken-Client-Ip")).isEqualTo("10.1.2.3");
        for (String name : IDENTITY) {
            assertThat(answer.values("X-ApiToken-" + name)).hasSize(1);
        }
    }

    @ParameterizedTest
    @EnumSource(Profile.class)
    void on_a_public_path_the_headers_are_there_and_empty(Profile profile) throws IOException {
        gate.enforce(Policies.DEFAULT.asked(profile, "127.0.0.1").rules(Policies.rule("/open", RuleAccess.Public)));

        HttpText answer = gate.ask(asking(profile, "GET", "/open", "10.1.2.3", "X-ApiToken-User: mallory"));

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.value("X-ApiToken-User")).isEmpty();
        assertThat(answer.value("X-ApiToken-Roles")).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(Profile.class)
    void method_path_and_source_of_the_client_are_judged_not_those_of_the_question(Profile profile) throws IOException {
        gate.enforce(Policies.DEFAULT
                .asked(profile, "127.0.0.1")
                .rules(Policies.rule("/admin/*", RuleAccess.Denied), Policies.rule("/*", RuleAccess.Authenticated)));
        String anywhere = gate.token("ci");
        String local = gate.token(
                "local", TestGate.EXPIRES, Optional.of(SourceFilter.parse(List.of("127.0.0.1", "10.9.0.0/16"))));

        assertThat(ask(profile, "/admin/x", "10.1.2.3", anywhere).status()).isEqualTo(403);
        assertThat(ask(profile, "/a", "10.1.2.3", local).status()).isEqualTo(401);
        assertThat(ask(profile, "/a", "10.9.2.3", local).status()).isEqualTo(200);
        assertThat(ask(profile, "/a", "nonsense", local).status())
                .as("an address that is not said is not the caller's own")
                .isEqualTo(401);
        assertThat(ask(profile, "/a", "nonsense", anywhere).status()).isEqualTo(200);
    }

    private HttpText ask(Profile profile, String path, String client, String token) throws IOException {
        return gate.ask(asking(profile, "GET", path, client, "X-API-KEY: " + token));
    }

    @ParameterizedTest
    @EnumSource(Profile.class)
    void every_denial_is_one_its_proxy_passes_on(Profile profile) throws IOException {
        gate.enforce(Policies.DEFAULT.asked(profile, "127.0.0.1"));
        String one = gate.token("one");
        String two = gate.token("two");
        boolean nginx = profile == Profile.Nginx;

        HttpText none = gate.ask(asking(profile, "GET", "/a", "10.1.2.3"));
        assertThat(none.status()).isEqualTo(401);
        assertThat(none.value("WWW-Authenticate")).isEqualTo("Bearer realm=\"apitoken\"");
        assertThat(gate.ask(asking(
                                profile, "GET", "/a", "10.1.2.3", "X-API-KEY: " + one, "Authorization: Bearer " + two))
                        .status())
                .isEqualTo(nginx ? 403 : 400);
        assertThat(ask(profile, "/a/../b", "10.1.2.3", one).status()).isEqualTo(nginx ? 403 : 400);
        assertThat(gate.ask("GET /apitoken/auth HTTP/1.1\r\nHost: apitoken\r\nX-API-KEY: " + one + "\r\n\r\n")
                        .status())
                .as("who does not say what he asks about gets no")
                .isEqualTo(nginx ? 403 : 400);
    }

    @Test
    void only_known_callers_may_ask() throws IOException {
        gate.enforce(Policies.DEFAULT.asked(Profile.Nginx, "10.0.0.0/8"));
        String token = gate.token("ci");

        HttpText answer = ask(Profile.Nginx, "/a", "10.1.2.3", token);

        assertThat(answer.status()).isEqualTo(403);
        assertThat(answer.text()).isEqualTo("{\"error\":\"Forbidden\"}");
        assertThat(gate.metrics
                        .counter(
                                "apitoken.decisions",
                                "entry",
                                "external",
                                "decision",
                                "denied",
                                "reason",
                                "CallerDenied")
                        .count())
                .isEqualTo(1);
    }

    @Test
    void before_the_first_revision_the_answer_is_no() throws IOException {
        gate.setState(new AccessState.Unknown());

        assertThat(ask(Profile.Nginx, "/a", "10.1.2.3", "x").status())
                .as("nginx makes 500 of a 503")
                .isEqualTo(403);
        assertThat(ask(Profile.Traefik, "/a", "10.1.2.3", "x").status()).isEqualTo(503);
        assertThat(ask(Profile.Envoy, "/a", "10.1.2.3", "x").status()).isEqualTo(503);
    }

    @ParameterizedTest
    @EnumSource(Profile.class)
    void what_cannot_be_served_is_a_denial_its_proxy_passes_on(Profile profile) throws IOException {
        gate.enforce(Policies.DEFAULT.asked(profile, "127.0.0.1"));
        String token = gate.token("ci");
        boolean nginx = profile == Profile.Nginx;

        assertThat(asked(profile, token, "X-Long: " + "a".repeat(9000))).isEqualTo(nginx ? 403 : 431);
        assertThat(asked(profile, token, "Expect: 200-ok")).isEqualTo(nginx ? 403 : 417);
        assertThat(asked(profile, token, "Content-Length: 1\r\nContent-Length: 2"))
                .isEqualTo(nginx ? 403 : 400);
        assertThat(asked(profile, token, "X-HTTP-Method-Override: DELETE")).isEqualTo(nginx ? 403 : 400);
        gate.setState(new AccessState.Stale());
        if (profile != Profile.HAProxy) {
            assertThat(asked(profile, token, "X-Long: " + "a".repeat(9000))).isEqualTo(nginx ? 403 : 431);
        }
    }

    private int asked(Profile profile, String token, String header) throws IOException {
        return gate.ask(asking(profile, "GET", "/a", "10.1.2.3", "X-API-KEY: " + token, header))
                .status();
    }

    /** To an application that reads it as DELETE it would be what the rule denies. */
    @ParameterizedTest
    @EnumSource(Profile.class)
    void a_method_that_no_rule_can_name_is_refused(Profile profile) throws IOException {
        gate.enforce(Policies.DEFAULT.asked(profile, "127.0.0.1"));
        String header = "X-API-KEY: " + gate.token("ci");

        assertThat(gate.ask(asking(profile, "PATCH", "/a", "10.1.2.3", header)).status())
                .isEqualTo(200);
        assertThat(gate.ask(asking(profile, "delete", "/a", "10.1.2.3", header)).status())
                .isEqualTo(profile == Profile.Nginx ? 403 : 400);
    }

    /** The proxy overwrites the six names we answer with; every other one would reach the application as it is. */
    @ParameterizedTest
    @EnumSource(Profile.class)
    void a_client_cannot_send_an_identity_that_the_proxy_does_not_overwrite(Profile profile) throws IOException {
        gate.enforce(Policies.DEFAULT.asked(profile, "127.0.0.1"));
        String token = gate.token("ci");

        for (String name : List.of("X_ApiToken_User", "x-apitoken_user", "X.ApiToken.Roles", "X-ApiToken-Admin")) {
            String question = asking(profile, "GET", "/a", "10.1.2.3", "X-API-KEY: " + token, name + ": root");
            HttpText answer = gate.ask(question);
            assertThat(answer.status()).as(name).isEqualTo(profile == Profile.Nginx ? 403 : 400);
            assertThat(answer.head()).as(name).noneMatch(line -> line.contains("root"));
        }
        HttpText answer =
                gate.ask(asking(profile, "GET", "/a", "10.1.2.3", "X-API-KEY: " + token, "x-apitoken-user: root"));
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.value("X-ApiToken-User")).isEqualTo("ci");
    }

    /** Many applications read X_Original_URL as X-Original-URL, and no proxy that takes out the one knows the other. */
    @ParameterizedTest
    @EnumSource(Profile.class)
    void a_client_cannot_send_a_forwarding_header_in_another_spelling(Profile profile) throws IOException {
        gate.enforce(Policies.DEFAULT.asked(profile, "127.0.0.1"));
        String token = "X-API-KEY: " + gate.token("ci");

        for (String name : List.of("X_Original_URL", "x-rewrite_url", "X.Forwarded.For", "X_Forwarded_Prefix")) {
            HttpText answer = gate.ask(asking(profile, "GET", "/a", "10.1.2.3", token, name + ": /root"));
            assertThat(answer.status()).as(name).isEqualTo(profile == Profile.Nginx ? 403 : 400);
        }
        for (String name : List.of("X-Original-URL", "X-Forwarded-Prefix", "Forwarded", "Proxy")) {
            HttpText answer = gate.ask(asking(profile, "GET", "/a", "10.1.2.3", token, name + ": /root"));
            assertThat(answer.status()).as(name).isEqualTo(200);
        }
    }

    /** Its 200 would be a yes, so no question may ever be taken for a request to the application. */
    @Test
    void what_envoy_appends_without_a_slash_is_a_question_without_a_path() throws IOException {
        try (var upstream = new TinyUpstream();
                var behind = TestGate.before(upstream)) {
            behind.enforce(Policies.DEFAULT.asked(Profile.Envoy, "127.0.0.1"));
            String token = behind.token("ci");

            for (String target : List.of("*", "x", "orders", "", "?a=b", ":80", "http://shop.example/orders")) {
                HttpText answer = behind.ask("GET /apitoken/auth" + target
                        + " HTTP/1.1\r\nHost: shop.example\r\nX-API-KEY: " + token + "\r\n\r\n");
                assertThat(answer.status()).as(target).isEqualTo(400);
            }
            assertThat(upstream.requests()).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource(Profile.class)
    void a_page_is_of_the_site_the_client_asked_not_of_the_name_the_proxy_calls_us_by(Profile profile)
            throws IOException {
        gate.enforce(Policies.DEFAULT.asked(profile, "127.0.0.1"));
        String cookie = "Cookie: X-API-KEY=" + gate.token("ci");
        String said = switch (profile) {
            case Nginx, HAProxy -> "X-Original-Host: shop.example";
            case Traefik, Caddy -> "X-Forwarded-Host: shop.example";
            case Envoy -> "X-Unused: 1";
        };
        String question = asking(profile, "POST", "/a", "10.1.2.3", cookie, said);
        String own = profile == Profile.Envoy ? question.replace("Host: apitoken", "Host: shop.example") : question;

        assertThat(originating(own, "https://shop.example")).isEqualTo(200);
        assertThat(originating(own, "https://apitoken")).isEqualTo(403);
        assertThat(originating(own, "https://evil.example")).isEqualTo(403);
        if (profile != Profile.Envoy) {
            assertThat(originating(own.replace(said + "\r\n", ""), "https://apitoken"))
                    .as("a host that is not said is nobody's")
                    .isEqualTo(403);
        }
    }

    private int originating(String question, String origin) throws IOException {
        return gate.ask(question.replace("\r\n\r\n", "\r\nOrigin: " + origin + "\r\n\r\n"))
                .status();
    }

    @Test
    void the_connection_is_kept_but_not_beyond_an_announced_body() throws IOException {
        String token = gate.token("ci");
        String question = asking(Profile.Nginx, "GET", "/a", "10.1.2.3", "X-API-KEY: " + token);
        try (Wire wire = gate.connect()) {
            assertThat(wire.send(question).answer().status()).isEqualTo(200);
            assertThat(wire.send(question).answer().status()).isEqualTo(200);

            // What follows may be the body, or the next question of a proxy that forgot to take the length out.
            wire.send(question.replace("\r\n\r\n", "\r\nContent-Length: 9\r\nUpgrade: websocket\r\n\r\n"));
            HttpText last = wire.answer();
            assertThat(last.status()).isEqualTo(200);
            assertThat(last.value("Connection")).isEqualTo("close");
            assertThat(wire.isEnded()).isTrue();
        }
    }

    @Test
    void only_the_exact_path_asks() throws IOException {
        String token = gate.token("ci");
        for (String path : List.of("/apitoken/auth/", "/apitoken/authx", "/apitoken/auth/a", "/Apitoken/auth")) {
            assertThat(gate.ask(TestGate.get(path, token)).status()).isEqualTo(404);
        }
    }
}
