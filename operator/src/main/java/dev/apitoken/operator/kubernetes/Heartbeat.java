package dev.apitoken.operator.kubernetes;

import java.io.IOException;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hears when a watch has gone deaf. A connection that was dropped on the way without a word stays open for its client,
 * who would believe for minutes that nothing changes. So the API server is pinged on it, and when not even that is
 * answered the watch is told that it has broken off, and opens a new connection (rule F7).
 */
final class Heartbeat implements WebSocket.Listener {
    private static final Duration PING = Duration.ofSeconds(2);

    /** Three pings; with the pause before the new connection still below ten seconds. */
    private static final Duration SILENCE = Duration.ofSeconds(6);

    private static final Logger LOG = LoggerFactory.getLogger(Heartbeat.class);
    private static final ScheduledExecutorService TIMER = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("watch-heartbeat").daemon().factory());

    private final WebSocket.Listener watch;
    private volatile long heardAt = System.nanoTime();
    private volatile @Nullable ScheduledFuture<?> beats;

    Heartbeat(WebSocket.Listener watch) {
        this.watch = watch;
    }

    @Override
    public void onOpen(WebSocket connection) {
        heardAt = System.nanoTime();
        beats = TIMER.scheduleWithFixedDelay(
                () -> beat(connection), PING.toMillis(), PING.toMillis(), TimeUnit.MILLISECONDS);
        watch.onOpen(connection);
    }

    private void beat(WebSocket connection) {
        if (connection.isInputClosed() || connection.isOutputClosed()) {
            stop();
        } else if (System.nanoTime() - heardAt < SILENCE.toNanos()) {
            connection.sendPing(ByteBuffer.allocate(0));
        } else {
            stop();
            LOG.warn("The API server was silent on a watch for {} s: connecting anew", SILENCE.toSeconds());
            connection.abort();
            watch.onError(connection, new IOException("nothing was heard on the watch, not even an answer to a ping"));
        }
    }

    private void stop() {
        var timer = beats;
        if (timer != null) {
            timer.cancel(false);
        }
    }

    private void heard() {
        heardAt = System.nanoTime();
    }

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket connection, CharSequence text, boolean last) {
        heard();
        return watch.onText(connection, text, last);
    }

    @Override
    public @Nullable CompletionStage<?> onBinary(WebSocket connection, ByteBuffer bytes, boolean last) {
        heard();
        return watch.onBinary(connection, bytes, last);
    }

    @Override
    public @Nullable CompletionStage<?> onPing(WebSocket connection, ByteBuffer message) {
        heard();
        return watch.onPing(connection, message);
    }

    @Override
    public @Nullable CompletionStage<?> onPong(WebSocket connection, ByteBuffer message) {
        heard();
        return watch.onPong(connection, message);
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket connection, int status, String reason) {
        stop();
        return watch.onClose(connection, status, reason);
    }

    @Override
    public void onError(WebSocket connection, Throwable error) {
        stop();
        watch.onError(connection, error);
    }
}
