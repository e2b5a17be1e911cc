package dev.apitoken.benchmarks.scale;

import dev.apitoken.benchmarks.Progress;
import java.time.Duration;
import java.util.Collection;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** The same thing done to many objects by several clients at once. */
final class Bulk {
    private static final int CLIENTS = 16;

    private final Progress progress;

    Bulk(Progress progress) {
        this.progress = progress;
    }

    /** @return how long all of them took */
    <T> Duration each(String what, Collection<T> objects, Consumer<T> action) {
        long start = System.nanoTime();
        var done = new AtomicInteger();
        try (var threads = Executors.newFixedThreadPool(CLIENTS)) {
            var running = objects.stream()
                    .<Future<?>>map(object -> threads.submit(() -> {
                        action.accept(object);
                        progress.count(what, done.incrementAndGet(), objects.size());
                    }))
                    .toList();
            for (var each : running) {
                each.get();
            }
        } catch (ExecutionException e) {
            throw new IllegalStateException(what + ": " + e.getCause(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted: " + what, e);
        }
        return Duration.ofNanos(System.nanoTime() - start);
    }
}
