package dev.apitoken.validator.gate;

import static dev.apitoken.validator.gate.TestGate.get;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** One connection, many requests: nobody gets another's identity, headers or answer (J8). */
class KeptConnectionTest {
    private TinyUpstream upstream;
    private TestGate gate;

    @BeforeEach
    void start() throws IOException {
        upstream = new TinyUpstream();
        upstream.behave((request, in, out) -> {
            String user = request.values("X-ApiToken-User").stream().findFirst().orElse("nobody");
            TinyUpstream.answer(out, "200 OK", user + " " + request.target() + " " + request.text());
            return true;
        });
        gate = TestGate.before(upstream);
    }

    @AfterEach
    void stop() throws IOException {
        gate.close();
        upstream.close();
    }

    @Test
    void a_thousand_mixed_requests_each_get_their_own_answer() throws IOException {
        List<String> tokens =
                IntStream.range(0, 5).mapToObj(i -> gate.token("user" + i)).toList();
        var random = new Random(7);

        try (Wire wire = gate.connect()) {
            for (int i = 0; i < 1000; i++) {
                int user = random.nextInt(tokens.size() + 1);
                String token = user == tokens.size() ? "" : tokens.get(user);
                boolean post = random.nextBoolean();
                boolean chunked = random.nextBoolean();
                wire.send(post ? post("/r" + i, token, "b" + i, chunked) : get("/r" + i, token));
                HttpText answer = wire.answer();
                if (token.isEmpty()) {
                    assertThat(answer.status()).isEqualTo(401);
                } else {
                    assertThat(answer.text()).isEqualTo("user" + user + " /r" + i + " " + (post ? "b" + i : ""));
                }
                assertThat(answer.values("Connection")).isEmpty();
            }
        }
        assertThat(upstream.connections()).isEqualTo(1);
    }

    private static String post(String path, String token, String body, boolean chunked) {
        String framing = chunked ? "Transfer-Encoding: chunked" : "Content-Length: " + body.length();
        String head = "POST " + path + " HTTP/1.1\r\nHost: shop.example\r\n"
                + (token.isEmpty() ? "" : "X-API-KEY: " + token + "\r\n") + framing + "\r\n\r\n";
        String chunk = Integer.toHexString(body.length()) + "\r\n" + body + "\r\n0\r\n\r\n";
        return head + (chunked ? chunk : body);
    }

    @Test
    void pipelined_requests_are_answered_one_by_one_and_in_order() throws IOException {
        String one = gate.token("one");
        String two = gate.token("two");
        var burst = new StringBuilder();
        for (int i = 0; i < 200; i++) {
            burst.append(i % 3 == 0 ? get("/" + i, one) : i % 3 == 1 ? get("/" + i, two) : get("/" + i, ""));
        }

        try (Wire wire = gate.connect()) {
            wire.send(burst.toString());
            for (int i = 0; i < 200; i++) {
                HttpText answer = wire.answer();
                if (i % 3 == 2) {
                    assertThat(answer.status()).isEqualTo(401);
                } else {
                    assertThat(answer.text()).isEqualTo((i % 3 == 0 ? "one" : "two") + " /" + i + " ");
                }
            }
        }
    }

    @Test
    void http_1_0_is_answered_and_closed_or_kept_as_asked() throws IOException {
        String token = gate.token("old");
        String head = "GET /a HTTP/1.0\r\nHost: shop.example\r\nX-API-KEY: " + token + "\r\n";

        try (Wire wire = gate.connect()) {
            wire.send(head + "Connection: keep-alive\r\n\r\n");
            assertThat(wire.answer().value("Connection")).isEqualTo("keep-alive");
            wire.send(head + "\r\n");
            assertThat(wire.answer().value("Connection")).isEqualTo("close");
            assertThat(wire.isEnded()).isTrue();
        }
        assertThat(upstream.requests()).allMatch(sent -> sent.firstLine().endsWith("HTTP/1.1"));
    }
}
