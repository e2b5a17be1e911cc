package dev.apitoken.validator.gate;

import static dev.apitoken.testkit.Eventually.eventually;
import static dev.apitoken.validator.gate.TestGate.get;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufAllocatorMetricProvider;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Clients that come in masses: nothing of them stays, and who behaves is served meanwhile (H11, M4, M5, M7). Small here;
 * {@code -Dapitoken.flood=50} is the size that the rules speak of. Latencies are compared within one run, generously:
 * flood, gate, upstream and whatever else this machine does share its cores.
 */
class FloodTest {
    private static final int SCALE = Integer.getInteger("apitoken.flood", 1);
    private static final int BAD_TOKENS = 20_000 * SCALE;
    private static final int SLOW_CLIENTS = Math.min(400 * SCALE, 4000);
    private static final int FLOODERS = 4;

    /** As every token of ours begins. */
    private static final String FIRST_PART = "eyJ0eXAiOiJhdCtqd3QiLCJhbGciOiJFUzI1NiIsImtpZCI6ImF0ay";

    private static final int BURST = 100;

    private static final Duration HEADER = Duration.ofSeconds(3);
    private static final Duration IDLE = Duration.ofSeconds(5);
    private static final Duration LONG = Duration.ofSeconds(60);

    private final AtomicLong serial = new AtomicLong();
    private TinyUpstream upstream;
    private TestGate gate;
    private String token;

    @BeforeEach
    void start() throws IOException {
        upstream = new TinyUpstream();
        gate = TestGate.before(
                upstream, new GateTimeouts(HEADER, IDLE, LONG, HEADER, LONG, LONG, LONG, Duration.ZERO, IDLE));
        token = gate.token("ci");
    }

    @AfterEach
    void stop() throws IOException {
        gate.close();
        upstream.close();
    }

    @Test
    void tokens_nobody_knows_leave_nothing_behind() throws IOException {
        flood(BAD_TOKENS / 10);
        Duration alone = slowest(() -> serial.get() >= 0);
        upstream.requests().clear();
        long heap = usedHeap();
        int meters = gate.metrics.getMeters().size();

        CompletableFuture<Void> flood = CompletableFuture.runAsync(() -> flood(BAD_TOKENS));
        Duration meanwhile = slowest(flood::isDone);
        flood.join();

        assertThat(gate.metrics.getMeters()).hasSize(meters);
        assertThat(gate.metrics.get("apitoken.decisions").tag("reason", "UnknownToken").counters().stream()
                        .mapToDouble(counter -> counter.count())
                        .sum())
                .isEqualTo(BAD_TOKENS + BAD_TOKENS / 10);
        upstream.requests().clear();
        assertThat(usedHeap()).isLessThan(heap + heap / 20 + (4L << 20));
        assertServedMeanwhile(alone, meanwhile);
    }

    @Test
    void slow_clients_of_every_kind_are_let_go_and_hold_up_nobody() throws IOException {
        Duration alone = slowest(() -> serial.get() >= 0);
        long direct = directMemory();
        List<Wire> slow = new ArrayList<>();
        try {
            for (int i = 0; i < SLOW_CLIENTS; i++) {
                slow.add(slowClient(i));
            }
            Duration meanwhile = slowest(() -> serial.get() >= 0);

            assertThat(directMemory() - direct).isLessThan(SLOW_CLIENTS * 32L * 1024 + (8L << 20));
            assertServedMeanwhile(alone, meanwhile);
            eventually(
                    Duration.ofSeconds(60),
                    () -> assertThat(gauge("apitoken.gate.connections")).isZero());
            assertThat(gauge("apitoken.gate.in.flight")).isZero();
        } finally {
            for (Wire wire : slow) {
                wire.close();
            }
        }
    }

    /** A head that stops, one of eight kilobytes, a body that stops, a first byte, nothing at all, one request only. */
    private Wire slowClient(int i) throws IOException {
        Wire wire = gate.connect();
        String head = "POST /a HTTP/1.1\r\nHost: shop.example\r\nX-API-KEY: " + (i % 12 == 2 ? token : "a") + "\r\n";
        return switch (i % 6) {
            case 0 -> wire.send(head + "X-A: b");
            case 1 -> wire.send(head + ("X-A: " + "b".repeat(90) + "\r\n").repeat(80));
            case 2 -> wire.send(head + "Content-Length: 1000\r\n\r\nhalf");
            case 3 -> wire.send("P");
            case 4 -> wire;
            default -> wire.send(get("/a", "a"));
        };
    }

    private void flood(int requests) {
        try (var flooders = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<Void> flooder : flooders.invokeAll(
                    Collections.nCopies(FLOODERS, (Callable<Void>) () -> flood(requests / FLOODERS, FIRST_PART)))) {
                flooder.get();
            }
        } catch (InterruptedException | ExecutionException e) {
            throw new AssertionError(e);
        }
    }

    private Void flood(int requests, String beginning) throws IOException {
        try (Wire wire = gate.connect()) {
            for (int sent = 0; sent < requests; sent += BURST) {
                var burst = new StringBuilder();
                for (int i = 0; i < BURST; i++) {
                    burst.append(get("/a", beginning + "." + serial.incrementAndGet() + ".AAAA"));
                }
                wire.send(burst.toString());
                for (int i = 0; i < BURST; i++) {
                    if (wire.answer().status() != 401) {
                        throw new AssertionError("an unknown token was not refused");
                    }
                }
            }
        }
        return null;
    }

    /** The 99th of a hundred latencies of a client with a live token, over 300 requests or until the end of a flood. */
    private Duration slowest(BooleanSupplier over) throws IOException {
        var latencies = new ArrayList<Long>();
        try (Wire wire = gate.connect()) {
            while (latencies.size() < 300 || !over.getAsBoolean() && latencies.size() < 3000) {
                long begun = System.nanoTime();
                if (wire.send(get("/good", token)).answer().status() != 200) {
                    throw new AssertionError("a live token was refused");
                }
                latencies.add(System.nanoTime() - begun);
            }
        }
        latencies.sort(null);
        return Duration.ofNanos(latencies.get(latencies.size() * 99 / 100));
    }

    private static void assertServedMeanwhile(Duration alone, Duration meanwhile) {
        System.out.printf("p99 of a good client: alone %s, meanwhile %s%n", alone, meanwhile);
        assertThat(meanwhile).isLessThan(alone.multipliedBy(10).plusMillis(200));
    }

    private double gauge(String name) {
        return gate.metrics.get(name).gauge().value();
    }

    private static long usedHeap() {
        System.gc();
        Runtime runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }

    private static long directMemory() {
        return ((ByteBufAllocatorMetricProvider) ByteBufAllocator.DEFAULT)
                .metric()
                .usedDirectMemory();
    }
}
