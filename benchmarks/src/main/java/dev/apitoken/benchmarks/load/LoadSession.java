package dev.apitoken.benchmarks.load;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/** Open connections to one server, and one run over them at a time. */
public final class LoadSession implements AutoCloseable {
    private static final Duration GRACE = Duration.ofSeconds(5);

    private final EventLoop loop;
    private final List<Channel> channels;
    private final Workload workload;
    private final List<ByteBuf> requests;
    private int next;

    LoadSession(EventLoop loop, List<Channel> channels, Workload workload) {
        this.loop = loop;
        this.channels = List.copyOf(channels);
        this.workload = workload;
        this.requests = workload.requests().stream()
                .map(bytes -> Unpooled.unreleasableBuffer(
                        Unpooled.directBuffer(bytes.length).writeBytes(bytes).asReadOnly()))
                .toList();
        // Not always the same ones first: a run is rarely long enough for all of many.
        this.next = ThreadLocalRandom.current().nextInt(requests.size());
    }

    /**
     * Evenly spread over time, however long answers take: a request that finds no free connection waits, and its
     * latency counts from when it was due.
     */
    public LoadReport atRate(int perSecond, Duration time) {
        return run(TimeUnit.SECONDS.toNanos(1) / perSecond, time);
    }

    /** Each connection sends its next request when its answer has come. */
    public LoadReport asFastAsAnswered(Duration time) {
        return run(LoadRun.NO_PACE, time);
    }

    private LoadReport run(long pace, Duration time) {
        var ended = new CompletableFuture<LoadReport>();
        var run = new LoadRun(this, loop, workload.status(), pace, ended);
        loop.execute(() -> run.begin(channels, time));
        try {
            return ended.get(time.plus(GRACE).plus(GRACE).toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        } catch (Exception e) {
            throw new IllegalStateException("the load could not be run", e);
        }
    }

    /** Of the next request in turn. */
    ByteBuf nextRequest() {
        ByteBuf request = requests.get(next);
        next = next + 1 == requests.size() ? 0 : next + 1;
        return request.duplicate();
    }

    static Duration grace() {
        return GRACE;
    }

    @Override
    public void close() {
        channels.forEach(Channel::close);
        channels.forEach(channel -> channel.closeFuture().awaitUninterruptibly(GRACE.toMillis()));
    }
}
