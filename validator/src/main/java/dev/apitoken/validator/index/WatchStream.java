package dev.apitoken.validator.index;

import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodySubscribers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One open watch: the HTTP client puts in what arrives, the source's thread takes it out with a deadline of its own.
 * The next line is asked for only when the last one was taken, so a slow reader holds one line and not a queue of them.
 */
final class WatchStream implements Flow.Subscriber<String> {
    private final BlockingQueue<WatchSignal> signals = new LinkedBlockingQueue<>();
    private volatile Flow.@Nullable Subscription subscription;

    /** Empty when nothing was said for this long. */
    Optional<WatchSignal> poll(Duration atMost) throws InterruptedException {
        WatchSignal signal = signals.poll(Math.max(0, atMost.toNanos()), TimeUnit.NANOSECONDS);
        Flow.Subscription lines = subscription;
        if (signal instanceof WatchSignal.Line && lines != null) {
            lines.request(1);
        }
        return Optional.ofNullable(signal);
    }

    BodyHandler<WatchStream> bodyHandler() {
        return answer -> {
            if (answer.statusCode() != 200) {
                signals.add(new WatchSignal.Refused(answer.statusCode()));
                return BodySubscribers.replacing(this);
            }
            signals.add(new WatchSignal.Opened());
            return BodySubscribers.fromLineSubscriber(this, stream -> stream, StandardCharsets.UTF_8, "\n");
        };
    }

    /** The request is over; a connection that never came about is told by nothing else. */
    void finished(@Nullable Throwable cause) {
        if (cause != null) {
            signals.add(new WatchSignal.Broken(cause));
        }
    }

    @Override
    public void onSubscribe(Flow.Subscription lines) {
        subscription = lines;
        lines.request(1);
    }

    @Override
    public void onNext(String line) {
        signals.add(new WatchSignal.Line(line));
    }

    @Override
    public void onError(Throwable cause) {
        finished(cause);
    }

    @Override
    public void onComplete() {
        signals.add(new WatchSignal.Ended());
    }
}
