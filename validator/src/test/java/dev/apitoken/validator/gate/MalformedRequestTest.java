package dev.apitoken.validator.gate;

import static dev.apitoken.validator.gate.TestGate.get;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What two programs could read in two ways is answered with 400 and the end of the connection (M2). */
class MalformedRequestTest {
    private static TinyUpstream upstream;
    private static TestGate gate;
    private static String token;

    @BeforeAll
    static void start() throws IOException {
        upstream = new TinyUpstream();
        gate = TestGate.before(upstream);
        token = gate.token("ci");
    }

    @AfterAll
    static void stop() throws IOException {
        gate.close();
        upstream.close();
    }

    private static String filledIn(String bytes) {
        return bytes.replace("{host}", "Host: shop.example").replace("{auth}", "X-API-KEY: " + token);
    }

    static Stream<List<String>> heads() {
        return WireTable.rows("malformed-requests.txt", 3);
    }

    static Stream<List<String>> bodies() {
        return WireTable.rows("broken-bodies.txt", 2);
    }

    static Stream<List<String>> unusual() {
        return WireTable.rows("unusual-requests.txt", 3);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("heads")
    void is_refused_and_nothing_behind_it_is_read(List<String> row) throws IOException {
        int before = upstream.requests().size();
        try (Wire wire = gate.connect()) {
            wire.send(filledIn(row.get(2)) + get("/smuggled", token));
            HttpText answer = wire.answer();

            assertThat(answer.status()).isEqualTo(Integer.parseInt(row.get(1)));
            assertThat(answer.value("Connection")).isEqualTo("close");
            assertThat(answer.text()).startsWith("{\"error\":\"");
            assertThat(wire.isEnded()).isTrue();
        }
        assertThat(upstream.requests()).hasSize(before);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("bodies")
    void a_broken_body_ends_both_connections(List<String> row) throws IOException {
        try (Wire wire = gate.connect()) {
            wire.send("POST /upload HTTP/1.1\r\nHost: shop.example\r\nX-API-KEY: " + token
                    + "\r\nTransfer-Encoding: chunked\r\n\r\n" + row.get(1) + get("/smuggled", token));
            HttpText answer = wire.answer();

            assertThat(answer.status()).isEqualTo(400);
            assertThat(answer.value("Connection")).isEqualTo("close");
            assertThat(wire.isEnded()).isTrue();
        }
        assertThat(upstream.requests()).noneMatch(request -> request.target().equals("/smuggled"));
        assertThat(upstream.requests()).noneMatch(request -> request.target().equals("/upload"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("unusual")
    void what_is_merely_unusual_goes_on_spelled_as_usual(List<String> row) throws IOException {
        int before = upstream.requests().size();
        try (Wire wire = gate.connect()) {
            wire.send(filledIn(row.get(2)) + get("/smuggled", "nobody"));

            assertThat(wire.answer().status()).isEqualTo(200);
            assertThat(wire.answer().status()).isEqualTo(401);
        }
        assertThat(upstream.requests()).hasSize(before + 1);
        HttpText sent = upstream.lastRequest();
        assertThat(sent.text()).isEqualTo(row.get(1));
        assertThat(sent.trailers()).isEmpty();
        assertThat(sent.value("Host")).isEqualTo("shop.example");
        assertThat(sent.value("X-ApiToken-User")).isEqualTo("ci");
        assertThat(sent.names()).doesNotContain("Upgrade", "HTTP2-Settings", "Connection");
        assertThat(Stream.of(
                                "transfer-encoding: chunked",
                                "Content-Length: " + row.get(1).length())
                        .filter(sent.head()::contains))
                .hasSize(1);
    }

    @Test
    void a_head_that_is_merely_unusual_passes() throws IOException {
        String unusual = "\r\nGET http://shop.example/a?b=c HTTP/1.1\r\nhOST: shop.example\r\nX-API-KEY:" + token
                + " \t\r\nX-Empty:\r\nX-Long: " + "v".repeat(4000) + "\r\nX-Latin: \u00e4\r\n\r\n";

        HttpText answer = gate.ask(unusual);

        assertThat(answer.status()).isEqualTo(200);
        assertThat(upstream.lastRequest().target()).isEqualTo("/a?b=c");
        assertThat(upstream.lastRequest().value("X-Latin")).isEqualTo("\u00e4");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://other.example/a",
                "http://shop.example@other.example/a",
                "http:///a",
                "http:/a",
                "https://shop.example:443/a",
                "ftp://shop.example/a",
                "shop.example:80",
                "shop.example",
                "*",
                "/a#b",
                "/a/../b",
                "//a",
                "/a%2fb",
                "/a;b"
            })
    void a_target_that_cannot_be_judged_is_refused_but_the_next_request_is_read(String target) throws IOException {
        int before = upstream.requests().size();
        try (Wire wire = gate.connect()) {
            wire.send(get(target, token)).send(get("/next", token));

            assertThat(wire.answer().status()).isEqualTo(400);
            assertThat(wire.answer().status()).isEqualTo(200);
        }
        assertThat(upstream.requests()).hasSize(before + 1);
        assertThat(upstream.lastRequest().target()).isEqualTo("/next");
    }

    @Test
    void limits_have_answers_of_their_own() throws IOException {
        String line = "GET /" + "a".repeat(4100) + " HTTP/1.1\r\nHost: shop.example\r\n\r\n";
        String block = get("/a", token, "X-Big: " + "b".repeat(8200));
        String lines = get("/a", token, "X-A: b\r\n".repeat(98) + "X-A: b");

        assertThat(gate.ask(line).status()).isEqualTo(414);
        assertThat(gate.ask(block).status()).isEqualTo(431);
        assertThat(gate.ask(lines).status()).isEqualTo(431);
        assertThat(gate.ask(get("/a", token, "X-A: b\r\n".repeat(97) + "X-A: b"))
                        .status())
                .isEqualTo(200);
    }

    @Test
    void an_upgrade_to_http2_is_not_taken_up() throws IOException {
        HttpText answer = gate.ask(
                get("/a", token, "Connection: Upgrade, HTTP2-Settings", "Upgrade: h2c", "HTTP2-Settings: AAMAAABk"));

        assertThat(answer.status()).isEqualTo(200);
        assertThat(upstream.lastRequest().names()).doesNotContain("Upgrade", "HTTP2-Settings", "Connection");
    }
}
