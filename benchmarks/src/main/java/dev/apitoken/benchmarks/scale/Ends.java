package dev.apitoken.benchmarks.scale;

import dev.apitoken.benchmarks.Progress;
import dev.apitoken.benchmarks.Spread;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Ends tokens by {@code enabled: false} and measures how long each stays in its access document. */
final class Ends {
    private static final long DEADLINE_SECONDS = 60;
    private static final double NANOS_PER_MILLI = 1e6;

    private final Load load;
    private final AccessView access;

    Ends(Load load, AccessView access) {
        this.load = load;
        this.access = access;
    }

    /** One after the other. */
    Spread inTurn(List<Layout.Token> tokens, Progress progress) {
        var delays = new ArrayList<Double>();
        for (var token : tokens) {
            delays.add(end(token));
            progress.count("tokens ended", delays.size(), tokens.size());
        }
        return Spread.of(delays, "ms");
    }

    /**
     * One every so often, however long the ones before it take: a slow end must not keep others from being slow too.
     *
     * @param during returns when the ends are to stop; those begun are waited for
     */
    Spread every(Duration pause, List<Layout.Token> tokens, Runnable during) {
        var running = Collections.synchronizedList(new ArrayList<Future<Double>>());
        var waiting = tokens.iterator();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor();
                ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor()) {
            timer.scheduleAtFixedRate(
                    () -> {
                        if (waiting.hasNext()) {
                            var token = waiting.next();
                            running.add(threads.submit(() -> end(token)));
                        }
                    },
                    0,
                    pause.toNanos(),
                    TimeUnit.NANOSECONDS);
            during.run();
            timer.shutdownNow();
        }
        return Spread.of(running.stream().map(Ends::result).toList(), "ms");
    }

    /** @return milliseconds from the answer to the edit to the arrival of a revision without the token */
    private double end(Layout.Token token) {
        var absence = access.absenceOf(token);
        load.enable(token, false);
        long acknowledged = System.nanoTime();
        try {
            return Math.max(0, absence.get(DEADLINE_SECONDS, TimeUnit.SECONDS) - acknowledged) / NANOS_PER_MILLI;
        } catch (TimeoutException e) {
            throw new IllegalStateException(token + " is still listed " + DEADLINE_SECONDS + " s after its end", e);
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while a token ended", e);
        }
    }

    private static double result(Future<Double> end) {
        try {
            return end.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while tokens ended", e);
        }
    }
}
