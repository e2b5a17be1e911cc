package dev.apitoken.validator.gate;

import static dev.apitoken.validator.gate.TestGate.get;
import static org.assertj.core.api.Assertions.assertThat;

import dev.apitoken.token.access.IdentitySettings;
import dev.apitoken.token.access.RuleAccess;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Nobody tells the upstream who he is but us (J1-J5). */
class IdentityTest {
    private static final String EVIL = "mallory";
    private static final List<String> SUFFIXES =
            List.of("User", "Namespace", "Id", "Roles", "Expires", "Client-Ip", "Anything");

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

    /** Every character a header name may have besides letters and digits (RFC 9110 section 5.6.2), and both cases. */
    private static List<String> spellings() {
        var names = new ArrayList<String>();
        for (String suffix : SUFFIXES) {
            String name = "X-ApiToken-" + suffix;
            for (char separator : "-_.!#$%&'*+^`|~".toCharArray()) {
                names.add(name.replace('-', separator));
                names.add(name.replace('-', separator).toLowerCase(Locale.ROOT));
                names.add(name.replace('-', separator).toUpperCase(Locale.ROOT));
            }
            names.add("X-ApiToken_" + suffix);
            names.add("X_ApiToken-" + suffix);
        }
        return names;
    }

    private static String folded(String name) {
        return name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "-");
    }

    @Test
    void no_spelling_of_a_managed_name_reaches_the_upstream() throws IOException {
        String token = gate.token("ci", "reader");
        List<String> spellings = spellings();
        assertThat(spellings).hasSizeGreaterThan(300);

        for (int from = 0; from < spellings.size(); from += 50) {
            List<String> some = spellings.subList(from, Math.min(from + 50, spellings.size()));
            gate.ask(get(
                    "/", token, some.stream().map(name -> name + ": " + EVIL).toArray(String[]::new)));
        }

        assertThat(upstream.requests()).allSatisfy(sent -> {
            assertThat(sent.head()).noneMatch(line -> line.contains(EVIL));
            assertThat(sent.names().stream().filter(name -> folded(name).startsWith("x-apitoken-")))
                    .containsExactly(
                            "X-ApiToken-User",
                            "X-ApiToken-Namespace",
                            "X-ApiToken-Id",
                            "X-ApiToken-Roles",
                            "X-ApiToken-Expires",
                            "X-ApiToken-Client-Ip");
            assertThat(sent.value("X-ApiToken-User")).isEqualTo("ci");
        });
    }

    @Test
    void neither_on_a_public_path_nor_in_trailers_nor_with_an_upgrade() throws IOException {
        gate.enforce(Policies.DEFAULT.rules(
                Policies.rule("/open", RuleAccess.Public), Policies.rule("/live", RuleAccess.Authenticated)));
        String token = gate.token("ci");
        String forged = "x_apitoken_user: " + EVIL;

        gate.ask(get("/open", "", forged));
        gate.ask("POST /live HTTP/1.1\r\nHost: shop.example\r\nX-API-KEY: " + token
                + "\r\nTransfer-Encoding: chunked\r\nTrailer: X-ApiToken-User\r\n\r\n2\r\nhi\r\n0\r\n" + forged
                + "\r\nX-ApiToken-Roles: admin\r\nX-Checksum: 1\r\n\r\n");
        gate.ask(get(
                "/live",
                token,
                forged,
                "Connection: Upgrade",
                "Upgrade: websocket",
                "Sec-WebSocket-Version: 13",
                "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ=="));

        assertThat(upstream.requests()).hasSize(3).allSatisfy(sent -> {
            assertThat(sent.head()).noneMatch(line -> line.contains(EVIL));
            assertThat(sent.trailers()).isEmpty();
        });
        assertThat(upstream.requests().get(0).values("X-ApiToken-User")).isEmpty();
        assertThat(upstream.requests().get(1).text()).isEqualTo("hi");
        assertThat(upstream.requests().get(2).value("Upgrade")).isEqualTo("websocket");
    }

    @Test
    void connection_names_neither_identity_nor_credentials_away() throws IOException {
        String token = gate.token("ci");

        gate.ask(get(
                "/",
                token,
                "Connection: close, X-ApiToken-User, X-ApiToken-Roles, Host, Authorization, X-Mine, X-Forwarded-For",
                "X-Mine: 1",
                "Keep-Alive: timeout=5",
                "Proxy-Connection: keep-alive",
                "Proxy-Authorization: Basic eDp5",
                "TE: trailers",
                "Trailer: X-A",
                "Upgrade: foo"));

        HttpText sent = upstream.lastRequest();
        assertThat(sent.value("X-ApiToken-User")).isEqualTo("ci");
        assertThat(sent.value("Host")).isEqualTo("shop.example");
        assertThat(sent.value("X-Forwarded-For")).isEqualTo("127.0.0.1");
        assertThat(sent.names())
                .doesNotContain(
                        "Connection",
                        "X-Mine",
                        "Keep-Alive",
                        "Proxy-Connection",
                        "Proxy-Authorization",
                        "TE",
                        "Trailer",
                        "Upgrade",
                        "Authorization");
    }

    @Test
    void exactly_our_credentials_are_taken_out() throws IOException {
        String token = gate.token("ci");

        gate.ask("GET / HTTP/1.1\r\nHost: shop.example\r\nAuthorization: Basic dXNlcjpwYXNz\r\nX-API-KEY: " + token
                + "\r\nX-Auth-Token: " + token + "\r\nCookie: a=1; X-API-KEY=" + token
                + "; b=\"2;3\"; x-api-key=mine\r\nX_API_KEY: stray\r\n\r\n");

        HttpText sent = upstream.lastRequest();
        assertThat(sent.value("Authorization")).isEqualTo("Basic dXNlcjpwYXNz");
        assertThat(sent.value("Cookie")).isEqualTo("a=1; b=\"2;3\"; x-api-key=mine");
        assertThat(sent.names()).doesNotContain("X-API-KEY", "X-Auth-Token", "X_API_KEY");
        assertThat(sent.head()).noneMatch(line -> line.contains(token));
    }

    @Test
    void a_policy_may_send_the_credential_on() throws IOException {
        gate.enforce(Policies.DEFAULT.identifying(new IdentitySettings("X-Caller-", true)));
        String token = gate.token("ci");

        gate.ask(get("/", token, "X-Caller-User: " + EVIL));

        assertThat(upstream.lastRequest().value("Authorization")).isEqualTo("Bearer " + token);
        assertThat(upstream.lastRequest().value("X-Caller-User")).isEqualTo("ci");
    }

    @Test
    void values_from_resources_cannot_break_out_of_a_header() throws IOException {
        String token = gate.token("j\u00f6rg at 50%", "a,b", "c d\r\nX-Evil: 1");

        gate.ask(get("/", token));

        HttpText sent = upstream.lastRequest();
        assertThat(sent.value("X-ApiToken-User")).isEqualTo("j%C3%B6rg%20at%2050%25");
        assertThat(sent.value("X-ApiToken-Roles")).isEqualTo("a%2Cb,c%20d%0D%0AX-Evil:%201");
        assertThat(sent.names()).doesNotContain("X-Evil");
    }

    @Test
    void forwarding_headers_are_written_anew() throws IOException {
        String token = gate.token("ci");

        gate.ask(get(
                "/",
                token,
                "X-Forwarded-For: 6.6.6.6",
                "X-Forwarded-Proto: https",
                "X-Forwarded-Host: evil.example",
                "X-Forwarded-Prefix: /evil",
                "X_Forwarded_For: 6.6.6.6",
                "X-Real-IP: 6.6.6.6",
                "Forwarded: for=6.6.6.6",
                "X-Original-URL: /admin",
                "X-Original-URI: /admin",
                "X-Original-Host: evil.example",
                "X-Original-Forwarded-For: 6.6.6.6",
                "X-Rewrite-URL: /admin",
                "X_Rewrite_URI: /admin",
                "X-Client-IP: 6.6.6.6",
                "True-Client-IP: 6.6.6.6",
                "Proxy: http://evil.example",
                "X-Envoy-Original-Host: evil.example",
                "X-Envoy-Original-Path: /admin"));

        HttpText sent = upstream.lastRequest();
        assertThat(sent.head()).noneMatch(line -> line.contains("6.6.6.6") || line.contains("admin"));
        assertThat(sent.head()).noneMatch(line -> line.contains("evil"));
        assertThat(sent.value("X-Forwarded-For")).isEqualTo("127.0.0.1");
        assertThat(sent.value("X-Forwarded-Proto")).isEqualTo("http");
        assertThat(sent.value("X-Forwarded-Host")).isEqualTo("shop.example");
        assertThat(sent.value("X-Real-IP")).isEqualTo("127.0.0.1");
        assertThat(sent.value("Forwarded")).isEqualTo("for=127.0.0.1;host=\"shop.example\";proto=http");
    }

    @Test
    void a_trusted_proxy_tells_scheme_host_and_client() throws IOException {
        gate.enforce(Policies.DEFAULT.trusting("127.0.0.1"));
        String token = gate.token("ci");

        gate.ask(get(
                "/",
                token,
                "X-Forwarded-For: 9.9.9.9, 2001:db8::7",
                "X-Forwarded-Proto: https",
                "X-Forwarded-Host: public.example"));

        HttpText sent = upstream.lastRequest();
        assertThat(sent.value("X-ApiToken-Client-Ip")).isEqualTo("2001:db8::7");
        assertThat(sent.value("X-Forwarded-For")).isEqualTo("2001:db8::7, 127.0.0.1");
        assertThat(sent.value("X-Forwarded-Proto")).isEqualTo("https");
        assertThat(sent.value("Forwarded")).isEqualTo("for=\"[2001:db8::7]\";host=\"public.example\";proto=https");
    }
}
