package dev.apitoken.validator.gate;

import static dev.apitoken.testkit.Eventually.eventually;
import static dev.apitoken.validator.gate.TestGate.get;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Each deadline by itself: only the one in question is short. */
class PatienceTest {
    private static final Duration SHORT = Duration.ofMillis(700);
    private static final Duration LONG = Duration.ofSeconds(60);
    private static final GateTimeouts PATIENT =
            new GateTimeouts(LONG, LONG, LONG, LONG, LONG, LONG, LONG, Duration.ZERO, Duration.ZERO);

    private TinyUpstream upstream;

    @BeforeEach
    void start() throws IOException {
        upstream = new TinyUpstream();
    }

    @AfterEach
    void stop() throws IOException {
        upstream.close();
    }

    private static void endless(OutputStream out) throws IOException {
        out.write("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n"
                .getBytes(StandardCharsets.US_ASCII));
        out.write("5\r\nfirst\r\n".getBytes(StandardCharsets.US_ASCII));
        out.flush();
    }

    private static void awaitEnd(InputStream in) {
        try {
            assertThat(in.read()).isNegative();
        } catch (IOException reset) {
            // That is an end too.
        }
    }

    private static void awaitNoConnection(TestGate gate) {
        eventually(() -> assertThat(
                        gate.metrics.get("apitoken.gate.connections").gauge().value())
                .isZero());
    }

    @Test
    void a_connection_is_kept_for_another_request_only_so_long() throws IOException {
        var timeouts = new GateTimeouts(LONG, SHORT, LONG, LONG, LONG, LONG, LONG, Duration.ZERO, Duration.ZERO);
        try (TestGate gate = TestGate.before(upstream, timeouts);
                Wire wire = gate.connect()) {
            assertThat(wire.send(get("/a", gate.token("ci"))).answer().status()).isEqualTo(200);
            assertThat(wire.isEnded()).isTrue();
        }
    }

    @Test
    void a_request_that_never_stops_arriving_is_cut_off() throws Exception {
        var timeouts = new GateTimeouts(LONG, LONG, SHORT, LONG, LONG, LONG, LONG, Duration.ZERO, Duration.ZERO);
        upstream.leaveBodies();
        upstream.behave((request, in, out) -> {
            in.readAllBytes();
            return false;
        });
        try (TestGate gate = TestGate.before(upstream, timeouts);
                Wire wire = gate.connect()) {
            wire.send("POST /a HTTP/1.1\r\nHost: shop.example\r\nX-API-KEY: " + gate.token("ci")
                    + "\r\nTransfer-Encoding: chunked\r\n\r\n");
            var over = new CountDownLatch(1);
            Thread trickle = Thread.ofVirtual().start(() -> {
                try {
                    while (!over.await(50, TimeUnit.MILLISECONDS)) {
                        wire.send("1\r\nx\r\n");
                    }
                } catch (IOException | InterruptedException e) {
                    // The gate has closed.
                }
            });
            assertThat(wire.answer().status()).isEqualTo(408);
            over.countDown();
            trickle.join();
        }
    }

    @Test
    void an_upstream_that_takes_no_connection_is_504() throws Exception {
        var timeouts = new GateTimeouts(LONG, LONG, LONG, SHORT, LONG, LONG, LONG, Duration.ZERO, Duration.ZERO);
        try (var full = new FullBacklog();
                TestGate gate = TestGate.before(full.uri(), GateLimits.DEFAULT, timeouts)) {
            assertThat(gate.ask(get("/a", gate.token("ci"))).status()).isEqualTo(504);
        }
    }

    @Test
    void an_open_answer_without_a_byte_is_closed() throws IOException {
        upstream.behave((request, in, out) -> {
            endless(out);
            in.read();
            return false;
        });
        var timeouts = new GateTimeouts(LONG, LONG, LONG, LONG, LONG, LONG, SHORT, Duration.ZERO, Duration.ZERO);
        try (TestGate gate = TestGate.before(upstream, timeouts);
                Wire wire = gate.connect()) {
            wire.send(get("/events", gate.token("ci")));
            assertThat(HttpText.readHead(wire.in()).getFirst()).isEqualTo("HTTP/1.1 200 OK");
            assertThat(wire.in().readNBytes(10)).asString().isEqualTo("5\r\nfirst\r\n");
            assertThat(wire.isEnded()).isTrue();
        }
    }

    @Test
    void a_client_that_takes_nothing_is_dropped_and_its_answer_with_it() throws IOException {
        var cut = new CountDownLatch(1);
        upstream.behave((request, in, out) -> {
            try {
                endless(out);
                byte[] chunk = ("10000\r\n" + "x".repeat(65_536) + "\r\n").getBytes(StandardCharsets.US_ASCII);
                while (true) {
                    out.write(chunk);
                }
            } catch (IOException closed) {
                cut.countDown();
            }
            return false;
        });
        var timeouts = new GateTimeouts(LONG, LONG, LONG, LONG, LONG, LONG, SHORT, Duration.ZERO, Duration.ZERO);
        try (TestGate gate = TestGate.before(upstream, timeouts);
                Wire wire = gate.connect()) {
            wire.send(get("/events", gate.token("ci")));
            awaitNoConnection(gate);
            eventually(() -> assertThat(cut.getCount()).isZero());
        }
    }

    @Test
    void a_client_that_goes_takes_its_answer_along() throws IOException {
        var cut = new CountDownLatch(1);
        upstream.behave((request, in, out) -> {
            endless(out);
            awaitEnd(in);
            cut.countDown();
            return false;
        });
        try (TestGate gate = TestGate.before(upstream, PATIENT)) {
            try (Wire wire = gate.connect()) {
                wire.send(get("/events", gate.token("ci")));
                assertThat(HttpText.readHead(wire.in())).isNotEmpty();
            }
            eventually(() -> assertThat(cut.getCount()).isZero());
            awaitNoConnection(gate);
            assertThat(gate.metrics.get("apitoken.gate.in.flight").gauge().value())
                    .isZero();
        }
    }

    @Test
    void an_upstream_connection_is_used_again_only_so_long() throws IOException {
        var closed = new CountDownLatch(1);
        upstream.behave((request, in, out) -> {
            TinyUpstream.answer(out, "200 OK", "ok");
            awaitEnd(in);
            closed.countDown();
            return false;
        });
        var timeouts = new GateTimeouts(LONG, LONG, LONG, LONG, LONG, SHORT, LONG, Duration.ZERO, Duration.ZERO);
        try (TestGate gate = TestGate.before(upstream, timeouts);
                Wire wire = gate.connect()) {
            assertThat(wire.send(get("/a", gate.token("ci"))).answer().status()).isEqualTo(200);
            eventually(() -> assertThat(closed.getCount()).isZero());
        }
    }

    /** Listens, accepts nobody and has no room left for those who wait. */
    private static final class FullBacklog implements AutoCloseable {
        private final ServerSocket server = new ServerSocket();
        private final List<Socket> waiting = new ArrayList<>();

        FullBacklog() throws IOException {
            server.bind(new InetSocketAddress("127.0.0.1", 0), 1);
            for (int i = 0; i < 8; i++) {
                var socket = new Socket();
                waiting.add(socket);
                try {
                    socket.connect(server.getLocalSocketAddress(), 200);
                } catch (IOException full) {
                    return;
                }
            }
        }

        URI uri() {
            return URI.create("http://127.0.0.1:" + server.getLocalPort());
        }

        @Override
        public void close() throws IOException {
            for (Socket socket : waiting) {
                socket.close();
            }
            server.close();
        }
    }
}
