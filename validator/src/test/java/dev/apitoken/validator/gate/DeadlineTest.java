package dev.apitoken.validator.gate;

import static dev.apitoken.testkit.Eventually.eventually;
import static dev.apitoken.validator.gate.TestGate.get;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.ConnectException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Nobody holds a connection for nothing, and nobody who is being served loses it. */
class DeadlineTest {
    private static final Duration SHORT = Duration.ofMillis(600);
    private static final Duration LONG = Duration.ofSeconds(60);

    private TinyUpstream upstream;
    private TestGate gate;

    @BeforeEach
    void start() throws IOException {
        upstream = new TinyUpstream();
        gate = TestGate.before(
                upstream,
                new GateTimeouts(SHORT, Duration.ofMillis(1500), LONG, SHORT, LONG, LONG, LONG, Duration.ZERO, LONG));
    }

    @AfterEach
    void stop() throws IOException {
        upstream.close();
        gate.close();
    }

    private static Duration since(long begun) {
        return Duration.ofNanos(System.nanoTime() - begun);
    }

    @Test
    void a_connection_that_says_nothing_is_closed() throws IOException {
        long begun = System.nanoTime();
        try (Wire wire = gate.connect()) {
            assertThat(wire.isEnded()).isTrue();
        }
        assertThat(since(begun)).isBetween(SHORT, Duration.ofSeconds(5));
    }

    @Test
    void a_head_that_trickles_in_is_cut_off_at_its_deadline() throws IOException {
        long begun = System.nanoTime();
        try (Wire wire = gate.connect()) {
            wire.send("GET / HTTP/1.1\r\nHost: shop.example\r\n");
            HttpText answer = wire.answer();

            assertThat(answer.status()).isEqualTo(408);
            assertThat(wire.isEnded()).isTrue();
        }
        assertThat(since(begun)).isBetween(SHORT, Duration.ofSeconds(5));
    }

    @Test
    void the_deadline_counts_from_the_first_byte_of_a_later_head() throws IOException {
        try (Wire wire = gate.connect()) {
            assertThat(wire.send(get("/", "")).answer().status()).isEqualTo(401);
            wire.send("GET / HT");
            assertThat(wire.answer().status()).isEqualTo(408);
        }
    }

    @Test
    void a_body_that_stops_is_408_and_the_upstream_connection_is_not_kept() throws IOException {
        String token = gate.token("ci");
        upstream.leaveBodies();
        var closed = new CountDownLatch(1);
        upstream.behave((request, in, out) -> {
            in.readAllBytes();
            closed.countDown();
            return false;
        });
        try (Wire wire = gate.connect()) {
            wire.send("POST / HTTP/1.1\r\nHost: shop.example\r\nX-API-KEY: " + token
                    + "\r\nContent-Length: 10\r\n\r\nhalf");
            assertThat(wire.answer().status()).isEqualTo(408);
            assertThat(closed.await(10, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void slow_clients_do_not_hold_up_the_others() throws IOException {
        String token = gate.token("ci");
        List<Wire> slow = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            slow.add(gate.connect().send("GET / HTTP/1.1\r\n"));
        }
        try (Wire wire = gate.connect()) {
            for (int i = 0; i < 50; i++) {
                assertThat(wire.send(get("/", token)).answer().status()).isEqualTo(200);
            }
        }
        eventually(() -> assertThat(
                        gate.metrics.get("apitoken.gate.connections").gauge().value())
                .isZero());
        for (Wire wire : slow) {
            wire.close();
        }
    }

    @Test
    void connections_beyond_the_cap_are_closed_at_once() throws IOException {
        var limits = new GateLimits(4096, 8192, 100, 32_768, 2, 10, 64);
        try (TestGate narrow = TestGate.before(upstream.uri(), limits, TestGate.quick());
                Wire one = narrow.connect();
                Wire two = narrow.connect()) {
            assertThat(one.send(get("/", "")).answer().status()).isEqualTo(401);
            assertThat(two.send(get("/", "")).answer().status()).isEqualTo(401);
            try (Wire three = narrow.connect()) {
                assertThat(three.isEnded()).isTrue();
            }
            assertThat(narrow.metrics
                            .get("apitoken.gate.connections.refused")
                            .counter()
                            .count())
                    .isEqualTo(1);
            one.close();
            eventually(() -> {
                try (Wire four = narrow.connect()) {
                    assertThat(four.send(get("/", "")).answer().status()).isEqualTo(401);
                }
            });
        }
    }

    @Test
    void a_stop_lets_requests_in_flight_finish_and_takes_no_new_ones() throws Exception {
        String token = gate.token("ci");
        var arrived = new CountDownLatch(1);
        var answerNow = new CountDownLatch(1);
        upstream.behave((request, in, out) -> {
            arrived.countDown();
            try {
                assertThat(answerNow.await(20, TimeUnit.SECONDS)).isTrue();
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
            TinyUpstream.answer(out, "200 OK", "in time");
            return true;
        });
        try (Wire busy = gate.connect();
                Wire idle = gate.connect()) {
            assertThat(idle.send(get("/", "")).answer().status()).isEqualTo(401);
            busy.send(get("/work", token));
            assertThat(arrived.await(20, TimeUnit.SECONDS)).isTrue();

            var stopping = CompletableFuture.runAsync(gate.gate::stop);
            assertThat(idle.isEnded()).isTrue();
            assertThat(gate.gate.isDraining()).isTrue();
            eventually(() -> assertThat(refusesConnections()).isTrue());
            assertThat(stopping).isNotDone();
            answerNow.countDown();

            HttpText answer = busy.answer();
            assertThat(answer.text()).isEqualTo("in time");
            assertThat(answer.value("Connection")).isEqualTo("close");
            busy.close();
            stopping.get(20, TimeUnit.SECONDS);
        }
    }

    private boolean refusesConnections() throws IOException {
        try (Wire wire = gate.connect()) {
            return false;
        } catch (ConnectException refused) {
            return true;
        }
    }
}
