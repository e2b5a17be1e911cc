package dev.apitoken.benchmarks.load;

import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** One run, on the event loop of its connections. */
final class LoadRun {
    /** A request is due when a connection is free. */
    static final long NO_PACE = 0;

    private final LoadSession session;
    private final EventLoop loop;
    private final int status;
    private final long pace;
    private final CompletableFuture<LoadReport> ended;
    private final ArrayDeque<LoadConnection> free = new ArrayDeque<>();
    private final ArrayDeque<Long> waiting = new ArrayDeque<>();
    private final Latencies latencies = new Latencies();

    private long begunAt;
    private long endsAt;
    private long nextDue;
    private long lastAnswerAt;
    private long open;
    private long wrong;

    LoadRun(LoadSession session, EventLoop loop, int status, long pace, CompletableFuture<LoadReport> ended) {
        this.session = session;
        this.loop = loop;
        this.status = status;
        this.pace = pace;
        this.ended = ended;
    }

    void begin(List<Channel> channels, Duration time) {
        for (Channel channel : channels) {
            LoadConnection connection = channel.pipeline().get(LoadConnection.class);
            if (connection.serve(this)) {
                free.add(connection);
            }
        }
        begunAt = System.nanoTime();
        endsAt = begunAt + time.toNanos();
        nextDue = begunAt;
        lastAnswerAt = begunAt;
        if (pace == NO_PACE) {
            for (var first = free.poll(); first != null; first = free.poll()) {
                send(first, begunAt);
            }
        } else {
            sendDue();
        }
        loop.schedule(this::end, time.plus(LoadSession.grace()).toNanos(), TimeUnit.NANOSECONDS);
        endIfDone();
    }

    private void sendDue() {
        long now = System.nanoTime();
        for (; nextDue <= now && nextDue < endsAt; nextDue += pace) {
            LoadConnection connection = free.poll();
            if (connection == null) {
                waiting.add(nextDue);
            } else {
                send(connection, nextDue);
            }
        }
        if (nextDue < endsAt) {
            loop.schedule(this::sendDue, Math.max(0, nextDue - System.nanoTime()), TimeUnit.NANOSECONDS);
        } else {
            endIfDone();
        }
    }

    private void send(LoadConnection connection, long due) {
        open++;
        connection.send(session.nextRequest(), due);
    }

    void answered(LoadConnection connection, int answeredStatus, long due) {
        long now = System.nanoTime();
        lastAnswerAt = now;
        open--;
        if (answeredStatus == status) {
            latencies.add(now - due);
        } else {
            wrong++;
        }
        Long late = waiting.poll();
        if (late != null) {
            send(connection, late);
        } else if (pace == NO_PACE && now < endsAt) {
            send(connection, now);
        } else {
            free.add(connection);
            endIfDone();
        }
    }

    /** The connection is not used again: a server that closes connections under load shows it by fewer answers. */
    void broken(boolean answerExpected) {
        if (answerExpected) {
            open--;
            wrong++;
            endIfDone();
        }
    }

    private void endIfDone() {
        boolean allSent = pace == NO_PACE ? System.nanoTime() >= endsAt : nextDue >= endsAt;
        if (open == 0 && (allSent || free.isEmpty())) {
            end();
        }
    }

    private void end() {
        ended.complete(new LoadReport(
                latencies.count(), wrong, open + waiting.size(), Duration.ofNanos(lastAnswerAt - begunAt), latencies));
    }
}
