package dev.apitoken.validator.gate;

import static dev.apitoken.validator.gate.TestGate.get;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An upstream connection in doubt serves nobody else (J7), and a half answer is never passed off as a whole one. */
class UpstreamFailureTest {
    private TinyUpstream upstream;
    private TestGate gate;
    private String token;

    @BeforeEach
    void start() throws IOException {
        upstream = new TinyUpstream();
        GateTimeouts d = TestGate.quick();
        gate = TestGate.before(
                upstream,
                new GateTimeouts(
                        d.header(),
                        d.idle(),
                        d.request(),
                        d.connect(),
                        Duration.ofMillis(700),
                        d.upstreamIdle(),
                        d.streamIdle(),
                        d.shutdownDelay(),
                        d.shutdownGrace()));
        token = gate.token("ci");
    }

    @AfterEach
    void stop() throws IOException {
        gate.close();
        upstream.close();
    }

    @Test
    void nobody_listening_is_502_and_the_client_may_go_on() throws IOException {
        int port;
        try (var free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        try (TestGate lonely =
                        TestGate.before(URI.create("http://127.0.0.1:" + port), GateLimits.DEFAULT, TestGate.quick());
                Wire wire = lonely.connect()) {
            String alive = lonely.token("ci");
            HttpText answer = wire.send(get("/a", alive)).answer();

            assertThat(answer.status()).isEqualTo(502);
            assertThat(answer.text()).isEqualTo("{\"error\":\"Bad gateway\"}");
            assertThat(wire.send(get("/a", alive)).answer().status()).isEqualTo(502);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "garbage\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nhello",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n",
                "HTTP/1.1 200 OK\r\nX-A: b\0\r\n\r\n",
                "HTTP/2.0 200 OK\r\nContent-Length: 0\r\n\r\n",
                "HTTP/1.1 200 OK\r\nX-A: b\r\n",
                ""
            })
    void an_answer_that_is_none_is_502(String bytes) throws IOException {
        upstream.behave((request, in, out) -> {
            TinyUpstream.send(out, bytes);
            return false;
        });

        HttpText answer = gate.ask(
                "POST /a HTTP/1.1\r\nHost: shop.example\r\nX-API-KEY: " + token + "\r\nContent-Length: 2\r\n\r\nhi");

        assertThat(answer.status()).isEqualTo(502);
        assertThat(upstream.requests()).hasSize(1);
    }

    @Test
    void an_answer_that_breaks_off_breaks_off_for_the_client_too() throws IOException {
        upstream.behave((request, in, out) -> {
            TinyUpstream.send(out, "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf");
            return false;
        });
        try (Wire wire = gate.connect()) {
            wire.send(get("/a", token));
            assertThat(HttpText.readHead(wire.in())).contains("Content-Length: 10");
            assertThat(new String(wire.in().readAllBytes(), StandardCharsets.US_ASCII))
                    .isEqualTo("half");
        }
    }

    @Test
    void silence_is_504_and_the_late_answer_reaches_nobody() throws IOException {
        upstream.behave((request, in, out) -> {
            if (request.target().equals("/slow")) {
                // Answers only once the gate has given up and closed.
                assertThat(in.read()).isNegative();
                TinyUpstream.answer(out, "200 OK", "late");
                return false;
            }
            TinyUpstream.answer(out, "200 OK", "prompt");
            return true;
        });
        try (Wire wire = gate.connect()) {
            HttpText answer = wire.send(get("/slow", token)).answer();
            assertThat(answer.status()).isEqualTo(504);
        }
        assertThat(gate.ask(get("/prompt", token)).text()).isEqualTo("prompt");
    }

    @Test
    void bytes_behind_an_answer_are_not_the_next_ones_answer() throws IOException {
        upstream.behave((request, in, out) -> {
            TinyUpstream.send(
                    out,
                    "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"
                            + "HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\npoison");
            return true;
        });
        try (Wire wire = gate.connect()) {
            for (int i = 0; i < 20; i++) {
                assertThat(wire.send(get("/" + i, token)).answer().text()).isEqualTo("ok");
            }
        }
        assertThat(upstream.connections()).isEqualTo(20);
    }

    @Test
    void a_kept_connection_that_the_upstream_has_closed_costs_nobody_an_answer() throws IOException {
        var served = new AtomicInteger();
        upstream.behave((request, in, out) -> {
            if (served.getAndIncrement() % 2 == 1) {
                return false;
            }
            TinyUpstream.answer(out, "200 OK", "ok");
            return true;
        });
        try (Wire wire = gate.connect()) {
            for (int i = 0; i < 10; i++) {
                assertThat(wire.send(get("/" + i, token)).answer().status()).isEqualTo(200);
            }
        }
    }

    @Test
    void what_may_have_had_an_effect_is_not_sent_twice() throws IOException {
        upstream.behave((request, in, out) -> {
            if (request.method().equals("POST")) {
                return false;
            }
            TinyUpstream.answer(out, "200 OK", "ok");
            return true;
        });
        try (Wire wire = gate.connect()) {
            assertThat(wire.send(get("/a", token)).answer().status()).isEqualTo(200);
            wire.send("POST /a HTTP/1.1\r\nHost: shop.example\r\nX-API-KEY: " + token + "\r\n\r\n");
            assertThat(wire.answer().status()).isEqualTo(502);
        }
        assertThat(upstream.requests().stream().filter(sent -> sent.method().equals("POST")))
                .hasSize(1);
    }

    @Test
    void upstream_connections_are_kept_and_those_it_closes_are_not() throws IOException {
        upstream.behave((request, in, out) -> {
            TinyUpstream.send(
                    out,
                    request.target().equals("/close")
                            ? "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"
                            : "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
            return true;
        });
        for (int i = 0; i < 5; i++) {
            assertThat(gate.ask(get("/keep", token)).status()).isEqualTo(200);
        }
        assertThat(upstream.connections()).isEqualTo(1);
        assertThat(gate.ask(get("/close", token)).status()).isEqualTo(200);
        assertThat(gate.ask(get("/keep", token)).status()).isEqualTo(200);
        assertThat(upstream.connections()).isEqualTo(2);
    }

    @Test
    void beyond_the_cap_requests_are_told_to_come_back() throws IOException {
        var limits = new GateLimits(4096, 8192, 100, 32_768, 100, 1, 64);
        upstream.behave((request, in, out) -> {
            TinyUpstream.send(out, "HTTP/1.1 200 OK\r\n\r\nfirst");
            return in.read() >= 0;
        });
        try (TestGate narrow = TestGate.before(upstream.uri(), limits, TestGate.quick());
                Wire first = narrow.connect()) {
            String alive = narrow.token("ci");
            first.send(get("/a", alive));
            assertThat(HttpText.readHead(first.in()).getFirst()).contains("200");

            HttpText answer = narrow.ask(get("/b", alive));

            assertThat(answer.status()).isEqualTo(503);
            assertThat(answer.value("Retry-After")).isEqualTo("1");
        }
    }
}
