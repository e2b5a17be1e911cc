package dev.apitoken.validator.gate;

import static dev.apitoken.testkit.Eventually.eventually;
import static dev.apitoken.validator.gate.TestGate.get;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufAllocatorMetricProvider;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Bodies stream both ways, as fast as the slower side reads (M6). */
class BodyTest {
    private static final int MEGABYTE = 1 << 20;
    private static final int BODY = 50 * MEGABYTE;

    /** Two socket buffers, two write buffers and a read: far below the body. */
    private static final long HELD_AT_MOST = 16L * MEGABYTE;

    private TinyUpstream upstream;
    private TestGate gate;
    private String token;

    @BeforeEach
    void start() throws IOException {
        upstream = new TinyUpstream();
        gate = TestGate.before(upstream);
        token = gate.token("ci");
    }

    @AfterEach
    void stop() throws IOException {
        gate.close();
        upstream.close();
    }

    private static long directMemory() {
        return ((ByteBufAllocatorMetricProvider) ByteBufAllocator.DEFAULT)
                .metric()
                .usedDirectMemory();
    }

    /** Until whoever writes has been held back: its count has stood still for a while. */
    private static void awaitStandstill(AtomicLong written) {
        var last = new AtomicLong(-1);
        var equal = new AtomicInteger();
        eventually(() -> {
            long now = written.get();
            boolean same = last.getAndSet(now) == now && now > 0;
            assertThat(same ? equal.incrementAndGet() : 0).isGreaterThan(10);
        });
    }

    private String post(String framing) {
        return "POST /up HTTP/1.1\r\nHost: shop.example\r\nX-API-KEY: " + token + "\r\n" + framing + "\r\n\r\n";
    }

    @Test
    void an_upload_is_held_back_by_a_slow_upstream() throws Exception {
        var mayRead = new CountDownLatch(1);
        var written = new AtomicLong();
        upstream.leaveBodies();
        upstream.behave((request, in, out) -> {
            await(mayRead);
            long sum = 0;
            for (int left = BODY; left > 0; ) {
                byte[] some = in.readNBytes(Math.min(left, MEGABYTE));
                sum += some[0];
                left -= some.length;
            }
            TinyUpstream.answer(out, "200 OK", "sum " + sum);
            return true;
        });
        long before = directMemory();

        try (Wire wire = gate.connect()) {
            wire.send(post("Content-Length: " + BODY));
            var sending = CompletableFuture.runAsync(() -> writeBody(wire, written));
            awaitStandstill(written);

            assertThat(written.get()).isLessThan(HELD_AT_MOST);
            assertThat(directMemory() - before).isLessThan(HELD_AT_MOST);
            mayRead.countDown();
            assertThat(wire.answer().text()).isEqualTo("sum " + BODY / MEGABYTE);
            sending.get(10, TimeUnit.SECONDS);
        }
    }

    /** Small pieces, so that the count follows what the sockets take. The first byte of each megabyte is 1. */
    private static void writeBody(Wire wire, AtomicLong written) {
        try {
            byte[] piece = new byte[MEGABYTE / 16];
            while (written.get() < BODY) {
                piece[0] = (byte) (written.get() % MEGABYTE == 0 ? 1 : 0);
                wire.out().write(piece);
                written.addAndGet(piece.length);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void a_download_is_held_back_by_a_slow_client() throws Exception {
        var written = new AtomicLong();
        upstream.behave((request, in, out) -> {
            if (request.target().equals("/next")) {
                TinyUpstream.answer(out, "200 OK", "next");
                return true;
            }
            TinyUpstream.send(out, "HTTP/1.1 200 OK\r\nContent-Length: " + BODY + "\r\n\r\n");
            while (written.get() < BODY) {
                out.write(new byte[MEGABYTE / 16]);
                written.addAndGet(MEGABYTE / 16);
            }
            return true;
        });
        long before = directMemory();

        try (Wire wire = gate.connect()) {
            wire.send(get("/down", token));
            assertThat(HttpText.readHead(wire.in()).getFirst()).contains("200");
            awaitStandstill(written);

            assertThat(written.get()).isLessThan(HELD_AT_MOST);
            assertThat(directMemory() - before).isLessThan(HELD_AT_MOST);
            assertThat(wire.in().readNBytes(BODY)).hasSize(BODY);
            assertThat(wire.send(get("/next", token)).answer().text()).isEqualTo("next");
        }
    }

    @Test
    void chunks_pass_both_ways_and_so_do_the_trailers_of_an_answer() throws IOException {
        upstream.behave((request, in, out) -> {
            TinyUpstream.send(
                    out,
                    "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nTrailer: X-Sum\r\n\r\n" + "3\r\nabc\r\n4;x=y\r\n"
                            + "defg\r\n0\r\nX-Sum: 7\r\n\r\n");
            return true;
        });

        HttpText answer =
                gate.ask(post("Transfer-Encoding: chunked") + "2;a=b\r\nhi\r\n5\r\nthere\r\n0\r\nX-T: 1\r\n\r\n");

        assertThat(upstream.lastRequest().value("Transfer-Encoding")).isEqualTo("chunked");
        assertThat(upstream.lastRequest().text()).isEqualTo("hithere");
        assertThat(answer.text()).isEqualTo("abcdefg");
        assertThat(answer.trailers()).containsExactly("X-Sum: 7");
    }

    @Test
    void an_event_stream_arrives_event_by_event() throws IOException {
        var more = new CountDownLatch(1);
        upstream.behave((request, in, out) -> {
            TinyUpstream.send(out, "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\ndata: 1\n\n");
            await(more);
            TinyUpstream.send(out, "data: 2\n\n");
            return false;
        });

        try (Wire wire = gate.connect()) {
            wire.send(get("/events", token));
            assertThat(HttpText.readHead(wire.in())).contains("transfer-encoding: chunked");
            assertThat(chunk(wire.in())).isEqualTo("data: 1\n\n");
            more.countDown();
            assertThat(chunk(wire.in())).isEqualTo("data: 2\n\n");
            assertThat(chunk(wire.in())).isEmpty();
        }
    }

    private static String chunk(InputStream in) throws IOException {
        int size = Integer.parseInt(HttpText.readLine(in), 16);
        String text = new String(in.readNBytes(size), StandardCharsets.US_ASCII);
        HttpText.readLine(in);
        return text;
    }

    @Test
    void head_has_the_head_of_a_get_and_no_body() throws IOException {
        upstream.behave((request, in, out) -> {
            TinyUpstream.send(out, "HTTP/1.1 200 OK\r\nContent-Length: 1234\r\n\r\n");
            return true;
        });

        try (Wire wire = gate.connect()) {
            wire.send("HEAD /a HTTP/1.1\r\nHost: shop.example\r\nX-API-KEY: " + token + "\r\n\r\n");
            assertThat(wire.answerToHead().value("Content-Length")).isEqualTo("1234");

            wire.send("HEAD /a HTTP/1.1\r\nHost: shop.example\r\n\r\n");
            HttpText denied = wire.answerToHead();
            assertThat(denied.status()).isEqualTo(401);
            assertThat(denied.value("Content-Length")).isEqualTo("32");

            upstream.behave((request, in, out) -> {
                TinyUpstream.send(out, "HTTP/1.1 304 Not Modified\r\nETag: \"a\"\r\n\r\n");
                return true;
            });
            assertThat(wire.send(get("/a", token)).answer().status()).isEqualTo(304);
            assertThat(wire.send(get("/a", token)).answer().status()).isEqualTo(304);
        }
    }

    @Test
    void options_is_no_way_around_a_credential() throws IOException {
        HttpText answer = gate.ask("OPTIONS /a HTTP/1.1\r\nHost: shop.example\r\nOrigin: https://x.example\r\n"
                + "Access-Control-Request-Method: PUT\r\n\r\n");

        assertThat(answer.status()).isEqualTo(401);
        assertThat(upstream.requests()).isEmpty();
    }

    @Test
    void a_client_that_asks_first_sends_its_body_only_after_the_decision() throws IOException {
        upstream.leaveBodies();
        upstream.behave((request, in, out) -> {
            TinyUpstream.answer(out, "200 OK", new String(in.readNBytes(5), StandardCharsets.US_ASCII));
            return true;
        });

        try (Wire wire = gate.connect()) {
            wire.send(post("Expect: 100-continue\r\nContent-Length: 5"));
            assertThat(HttpText.readHead(wire.in())).containsExactly("HTTP/1.1 100 Continue");
            assertThat(wire.send("hello").answer().text()).isEqualTo("hello");
        }
        assertThat(upstream.lastRequest().names()).doesNotContain("Expect");

        try (Wire wire = gate.connect()) {
            wire.send("POST /up HTTP/1.1\r\nHost: shop.example\r\nExpect: 100-continue\r\nContent-Length: 5\r\n\r\n");
            HttpText denied = wire.answer();
            assertThat(denied.status()).isEqualTo(401);
            assertThat(denied.value("Connection")).isEqualTo("close");
            assertThat(wire.isEnded()).isTrue();
        }
        assertThat(upstream.requests()).hasSize(1);
    }

    @Test
    void an_early_answer_reaches_a_client_that_is_still_sending() throws IOException {
        upstream.leaveBodies();
        upstream.behave((request, in, out) -> {
            TinyUpstream.answer(out, "413 Content Too Large", "enough");
            return false;
        });

        try (Wire wire = gate.connect()) {
            wire.send(post("Content-Length: " + BODY));
            OutputStream out = wire.out();
            out.write(new byte[1024]);
            HttpText answer = wire.answer();

            assertThat(answer.status()).isEqualTo(413);
            assertThat(answer.value("Connection")).isEqualTo("close");
        }
    }
}
