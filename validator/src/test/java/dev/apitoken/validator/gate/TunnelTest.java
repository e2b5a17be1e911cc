package dev.apitoken.validator.gate;

import static dev.apitoken.validator.gate.TestGate.get;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** WebSocket is a pipe of bytes after 101, and not a byte before. */
class TunnelTest {
    private static final String[] UPGRADE = {
        "Connection: keep-alive, Upgrade",
        "Upgrade: websocket",
        "Sec-WebSocket-Version: 13",
        "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ=="
    };
    private static final String SWITCHING = "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\n"
            + "Upgrade: websocket\r\nSec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n\r\n";

    private TinyUpstream upstream;
    private TestGate gate;
    private String token;

    @BeforeEach
    void start() throws IOException {
        upstream = new TinyUpstream();
        upstream.behave((request, in, out) -> {
            TinyUpstream.send(out, SWITCHING);
            echo(in, out);
            return false;
        });
        gate = TestGate.before(upstream);
        token = gate.token("ci");
    }

    @AfterEach
    void stop() throws IOException {
        gate.close();
        upstream.close();
    }

    private static void echo(InputStream in, OutputStream out) throws IOException {
        for (int b = in.read(); b >= 0; b = in.read()) {
            out.write(b);
            out.flush();
        }
    }

    private static String read(Wire wire, int length) throws IOException {
        return new String(wire.in().readNBytes(length), StandardCharsets.ISO_8859_1);
    }

    @Test
    void bytes_pass_both_ways_untouched() throws IOException {
        try (Wire wire = gate.connect()) {
            wire.send(get("/live", token, UPGRADE));
            assertThat(HttpText.readHead(wire.in()))
                    .contains("HTTP/1.1 101 Switching Protocols", "upgrade: websocket", "connection: upgrade");

            String bytes = "\u0081\u0005hello\r\n\r\nGET /smuggled HTTP/1.1\r\n\r\n\u0000\u00ff";
            wire.send(bytes);
            assertThat(read(wire, bytes.length())).isEqualTo(bytes);
        }
        HttpText sent = upstream.lastRequest();
        assertThat(sent.value("Connection")).isEqualToIgnoringCase("upgrade");
        assertThat(sent.value("X-ApiToken-User")).isEqualTo("ci");
        assertThat(upstream.requests()).hasSize(1);
    }

    @Test
    void what_a_client_sends_early_waits_for_101_and_is_never_read_as_a_request() throws IOException {
        String early = get("/smuggled", token);
        try (Wire wire = gate.connect()) {
            wire.send(get("/live", token, UPGRADE) + early);
            assertThat(HttpText.readHead(wire.in()).getFirst()).contains("101");
            assertThat(read(wire, early.length())).isEqualTo(early);
        }
        assertThat(upstream.requests()).hasSize(1);
    }

    @Test
    void a_refused_upgrade_stays_http() throws IOException {
        upstream.behave((request, in, out) -> {
            TinyUpstream.answer(out, "403 Forbidden", "no");
            return true;
        });
        try (Wire wire = gate.connect()) {
            wire.send(get("/live", token, UPGRADE) + get("/next", ""));
            assertThat(wire.answer().status()).isEqualTo(403);
            assertThat(wire.answer().status()).isEqualTo(401);
        }
    }

    @Test
    void without_a_token_there_is_no_tunnel() throws IOException {
        HttpText answer = gate.ask(get("/live", "", UPGRADE));

        assertThat(answer.status()).isEqualTo(401);
        assertThat(upstream.connections()).isZero();
    }

    @Test
    void a_switch_nobody_asked_for_is_a_broken_answer() throws IOException {
        assertThat(gate.ask(get("/plain", token)).status()).isEqualTo(502);
        assertThat(gate.ask(get("/h2c", token, "Connection: Upgrade", "Upgrade: h2c"))
                        .status())
                .isEqualTo(502);
        upstream.behave((request, in, out) -> {
            TinyUpstream.send(out, SWITCHING.replace("websocket", "h2c"));
            return false;
        });
        assertThat(gate.ask(get("/other", token, UPGRADE)).status()).isEqualTo(502);
    }

    @Test
    void a_tunnel_that_the_upstream_ends_is_whole_and_no_failure() throws IOException {
        String last = "x".repeat(300_000);
        upstream.behave((request, in, out) -> {
            TinyUpstream.send(out, SWITCHING + last);
            return false;
        });
        try (Wire wire = gate.connect()) {
            wire.send(get("/live", token, UPGRADE));
            assertThat(HttpText.readHead(wire.in()).getFirst()).contains("101");
            assertThat(read(wire, last.length())).isEqualTo(last);
            assertThat(wire.isEnded()).isTrue();
        }
        assertThat(gate.metrics.get("apitoken.gate.refusals").counters())
                .allSatisfy(counter -> assertThat(counter.count()).isZero());
    }

    @Test
    void a_tunnel_ends_with_its_token() throws IOException {
        try (Wire wire = gate.connect()) {
            wire.send(get("/live", token, UPGRADE));
            assertThat(HttpText.readHead(wire.in()).getFirst()).contains("101");
            wire.send("x");
            assertThat(read(wire, 1)).isEqualTo("x");

            long begun = System.nanoTime();
            gate.revokeAll();

            assertThat(wire.isEnded()).isTrue();
            assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(5));
        }
        assertThat(gate.metrics.counter("apitoken.gate.streams.closed").count()).isEqualTo(1);
    }

    @Test
    void an_open_answer_ends_when_its_token_expires() throws IOException {
        upstream.behave((request, in, out) -> {
            TinyUpstream.send(out, "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\ndata: 1\n\n");
            return in.read() >= 0;
        });
        try (Wire wire = gate.connect()) {
            wire.send(get("/events", token));
            assertThat(HttpText.readHead(wire.in()).getFirst()).contains("200");

            gate.clock.moveTo(TestGate.EXPIRES);

            assertThat(new String(wire.in().readAllBytes(), StandardCharsets.ISO_8859_1))
                    .as("cut off, not ended as if it were whole")
                    .doesNotEndWith("0\r\n\r\n");
        }
    }

    @Test
    void a_policy_may_leave_streams_open() throws IOException {
        gate.enforce(Policies.DEFAULT.keepingStreams());
        try (Wire kept = gate.connect();
                Wire other = gate.connect()) {
            kept.send(get("/live", token, UPGRADE));
            assertThat(HttpText.readHead(kept.in()).getFirst()).contains("101");
            gate.enforce(Policies.DEFAULT);
            other.send(get("/live", token, UPGRADE));
            assertThat(HttpText.readHead(other.in()).getFirst()).contains("101");

            gate.revokeAll();

            assertThat(other.isEnded()).isTrue();
            kept.send("y");
            assertThat(read(kept, 1)).isEqualTo("y");
        }
    }
}
