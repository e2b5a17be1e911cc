package dev.apitoken.validator.gate;

import static dev.apitoken.testkit.Eventually.eventually;
import static dev.apitoken.validator.gate.TestGate.get;
import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.Counter;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufAllocatorMetricProvider;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Clients that send without end and read nothing: they fill their own sockets, not our memory (M6, M7). */
class UnreadAnswersTest {
    private static final int MEGABYTE = 1 << 20;

    /** What the sockets of this machine take by themselves stays well below. */
    private static final long SENT_AT_MOST = 48L * MEGABYTE;

    /** As many as two sockets hold, and Netty's mark for one that is not writable. */
    private static final long ANSWERS_AT_MOST = 100_000;

    private static final long HELD_AT_MOST = 16L * MEGABYTE;

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

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void requests_of_a_client_that_reads_nothing_are_left_in_its_own_socket(boolean known) throws IOException {
        String token = gate.token("ci");
        long before = directMemory();
        try (Socket socket = new Socket()) {
            socket.setReceiveBufferSize(16 * 1024);
            socket.connect(gate.address());
            var sent = new AtomicLong();
            Thread.ofVirtual().start(() -> flood(socket, get("/", known ? token : ""), sent));
            awaitStandstill();

            assertThat(decided()).isLessThan(ANSWERS_AT_MOST);
            assertThat(sent.get()).isLessThan(SENT_AT_MOST);
            assertThat(directMemory() - before).isLessThan(HELD_AT_MOST);
            assertThat(gate.ask(get("/", token)).status()).isEqualTo(200);
        }
    }

    @Test
    void its_answers_are_all_there_when_it_reads_at_last() throws IOException {
        int requests = 20_000;
        try (Wire wire = gate.connect()) {
            Thread.ofVirtual().start(() -> {
                try {
                    wire.send(get("/", "").repeat(requests));
                } catch (IOException gone) {
                    // Then the count below is short.
                }
            });
            for (int i = 0; i < requests; i++) {
                assertThat(wire.answer().status()).isEqualTo(401);
            }
        }
    }

    private static void flood(Socket socket, String request, AtomicLong sent) {
        byte[] burst = request.repeat(100).getBytes(StandardCharsets.US_ASCII);
        try {
            while (sent.get() < 2 * SENT_AT_MOST) {
                socket.getOutputStream().write(burst);
                sent.addAndGet(burst.length);
            }
        } catch (IOException closed) {
            // The test has seen enough.
        }
    }

    /** Until the gate reads no more requests: for half a second not one was decided. */
    private void awaitStandstill() {
        var last = new AtomicLong(-1);
        var equal = new AtomicInteger();
        eventually(() -> {
            long now = decided();
            boolean same = last.getAndSet(now) == now && now > 0;
            equal.set(same ? equal.get() + 1 : 0);
            assertThat(equal.get()).isGreaterThan(20);
        });
    }

    private long decided() {
        return Math.round(gate.metrics.get("apitoken.decisions").counters().stream()
                .mapToDouble(Counter::count)
                .sum());
    }

    private static long directMemory() {
        return ((ByteBufAllocatorMetricProvider) ByteBufAllocator.DEFAULT)
                .metric()
                .usedDirectMemory();
    }
}
