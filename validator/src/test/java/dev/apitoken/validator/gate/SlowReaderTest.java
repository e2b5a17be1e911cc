package dev.apitoken.validator.gate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.apitoken.testkit.MovableClock;
import dev.apitoken.token.access.IpAddress;
import dev.apitoken.validator.index.AccessState;
import dev.apitoken.validator.report.Tallies;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.util.ReferenceCountUtil;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * A client that takes its answers slowly, or not at all. What it is owed must neither pile up nor be cut short (M4, M6):
 * by the clock of the beats, on a connection whose other end takes what the test says.
 */
class SlowReaderTest {
    private static final String ASK = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";
    private static final String ASK_LAST = "GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n";

    /** Netty's mark above which a channel is not writable, and one answer on top. */
    private static final long HELD_AT_MOST = 66 * 1024;

    private final Reader client = new Reader();
    private final ClientConnection connection = connect(client);
    private final long begun = System.nanoTime();

    @AfterEach
    void close() {
        client.close();
        client.finishAndReleaseAll();
    }

    @Test
    void answers_that_nobody_takes_hold_up_the_requests_behind_them() {
        client.send(ASK.repeat(5000));

        assertThat(client.owed()).isBetween(32L * 1024, HELD_AT_MOST);
        assertThat(client.config().isAutoRead()).isFalse();
        client.take(Integer.MAX_VALUE);

        assertThat(client.answers()).isEqualTo(5000);
        assertThat(client.config().isAutoRead()).isTrue();
    }

    @Test
    void the_last_answer_is_not_cut_short_by_the_end_of_the_connection() {
        client.send(ASK.repeat(20) + ASK_LAST);
        beatAfter(Duration.ofSeconds(5));
        client.take(10);
        beatAfter(Duration.ofSeconds(25));
        client.take(10);
        beatAfter(Duration.ofSeconds(50));

        assertThat(client.isOpen()).isTrue();
        client.take(Integer.MAX_VALUE);

        assertThat(client.answers()).isEqualTo(21);
        assertThat(client.isOpen()).isFalse();
    }

    @Test
    void a_client_that_goes_on_taking_is_not_idle() {
        client.send(ASK.repeat(100));
        for (int i = 1; i <= 9; i++) {
            beatAfter(Duration.ofSeconds(20L * i));
            client.take(10);
        }
        beatAfter(Duration.ofSeconds(200));

        assertThat(client.isOpen()).isTrue();
        assertThat(client.owed()).isPositive();
    }

    @Test
    void a_client_that_takes_nothing_is_let_go_when_it_would_be_idle() {
        client.send(ASK.repeat(5000));
        beatAfter(Duration.ofSeconds(29));
        assertThat(client.isOpen()).isTrue();

        beatAfter(Duration.ofSeconds(32));
        assertThat(client.isOpen()).isFalse();
    }

    @Test
    void a_client_that_does_not_take_its_last_answer_is_let_go_too() {
        client.send(ASK_LAST);
        beatAfter(Duration.ofSeconds(29));
        assertThat(client.isOpen()).isTrue();

        beatAfter(Duration.ofSeconds(32));
        assertThat(client.isOpen()).isFalse();
    }

    @Test
    void an_answer_on_its_way_is_not_cut_short_by_the_end_of_the_gate() {
        client.send(ASK.repeat(20));
        connection.drain();
        assertThat(client.isOpen()).isTrue();

        client.take(Integer.MAX_VALUE);

        assertThat(client.answers()).isEqualTo(20);
        assertThat(client.isOpen()).isFalse();
    }

    private void beatAfter(Duration since) {
        connection.beat(begun + since.toNanos());
        client.runPendingTasks();
    }

    private static ClientConnection connect(EmbeddedChannel channel) {
        var settings = new GateSettings(
                new InetSocketAddress(0),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Transport.Nio,
                1,
                GateLimits.DEFAULT,
                GateTimeouts.DEFAULT);
        var load = new GateLoad(GateLimits.DEFAULT);
        var metrics = new GateMetrics(new SimpleMeterRegistry(), load);
        var book = new DecisionBook(
                metrics, new DecisionLog(), Tallies.keepingNothing().of(Runnable::run));
        var router = new RequestRouter(
                Optional.empty(), now -> new AccessState.Unknown(), MovableClock.at(TestGate.NOW), metrics, book);
        var decoder = new RequestDecoder(GateLimits.DEFAULT);
        var encoder = new ResponseEncoder();
        var connection = new ClientConnection(
                new LoopState(settings, load, router, metrics, Optional.empty()),
                IpAddress.parse("192.0.2.1"),
                false,
                decoder,
                new ClientOutput(encoder, false));
        channel.pipeline().addLast(decoder, encoder, connection);
        return connection;
    }

    /** A connection whose client takes as many pieces as it is told to. */
    private static final class Reader extends EmbeddedChannel {
        private int appetite;

        @Override
        protected void doWrite(ChannelOutboundBuffer in) {
            for (Object next = in.current(); next != null && appetite > 0; next = in.current()) {
                appetite--;
                ReferenceCountUtil.retain(next);
                handleOutboundMessage(next);
                in.remove();
            }
        }

        void send(String requests) {
            writeInbound(Unpooled.copiedBuffer(requests, StandardCharsets.US_ASCII));
        }

        void take(int pieces) {
            appetite = pieces;
            flush();
            runPendingTasks();
        }

        long owed() {
            ChannelOutboundBuffer waiting = unsafe().outboundBuffer();
            return waiting == null ? 0 : waiting.totalPendingWriteBytes();
        }

        int answers() {
            var text = new StringBuilder();
            for (ByteBuf piece = readOutbound(); piece != null; piece = readOutbound()) {
                text.append(piece.toString(StandardCharsets.US_ASCII));
                piece.release();
            }
            return text.toString().split("HTTP/1.1 503", -1).length - 1;
        }
    }
}
