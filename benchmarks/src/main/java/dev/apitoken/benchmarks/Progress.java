package dev.apitoken.benchmarks;

import java.io.PrintStream;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import org.awaitility.Awaitility;

/** What the watcher sees while it runs, and the waiting that it is seen in. */
public final class Progress {
    private static final long EVERY_NANOS = Duration.ofSeconds(2).toNanos();
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(250);

    private final PrintStream out;
    private final long start = System.nanoTime();
    private final AtomicLong lastCount = new AtomicLong(start);

    public Progress(PrintStream out) {
        this.out = out;
    }

    public void say(String line) {
        out.printf("%6.1f s  %s%n", (System.nanoTime() - start) / 1e9, line);
    }

    /** Said at most every two seconds, from any thread. */
    public void count(String what, int done, int all) {
        long now = System.nanoTime();
        long last = lastCount.get();
        if (now - last > EVERY_NANOS && lastCount.compareAndSet(last, now)) {
            say("  " + what + ": " + done + " of " + all);
        }
    }

    /** @throws org.awaitility.core.ConditionTimeoutException after the deadline */
    public void until(String what, Duration deadline, BooleanSupplier condition) {
        Awaitility.await(what)
                .atMost(deadline)
                .pollInSameThread()
                .pollDelay(Duration.ZERO)
                .pollInterval(BETWEEN_LOOKS)
                .until(condition::getAsBoolean);
    }

    public void pass(Duration time) {
        long end = System.nanoTime() + time.toNanos();
        until("time passes", time.plusMinutes(1), () -> System.nanoTime() - end >= 0);
    }
}
