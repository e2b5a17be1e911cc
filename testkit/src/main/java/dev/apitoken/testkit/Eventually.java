package dev.apitoken.testkit;

import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReference;
import org.awaitility.Awaitility;
import org.awaitility.core.ThrowingRunnable;

/** Waits until an assertion holds; exceptions count as failures, and the last one is told when the deadline passes. */
public final class Eventually {
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(25);
    private static final Duration DEADLINE = Duration.ofSeconds(30);

    private Eventually() {}

    /** Within 30 s: long for a busy machine, and no cost when all is well. */
    public static void eventually(ThrowingRunnable assertion) {
        eventually(DEADLINE, assertion);
    }

    public static void eventually(Duration deadline, ThrowingRunnable assertion) {
        Awaitility.await()
                .atMost(deadline)
                .pollDelay(Duration.ZERO)
                .pollInterval(BETWEEN_LOOKS)
                .untilAsserted(() -> failingOnly(assertion));
    }

    /** Looks again until it finds something: no failure, no exception, not null. */
    public static <T> T eventually(Callable<T> look) {
        return eventually(DEADLINE, look);
    }

    public static <T> T eventually(Duration deadline, Callable<T> look) {
        AtomicReference<T> found = new AtomicReference<>();
        eventually(deadline, (ThrowingRunnable) () -> found.set(Objects.requireNonNull(look.call(), "found nothing")));
        return found.get();
    }

    private static void failingOnly(ThrowingRunnable assertion) {
        try {
            assertion.run();
        } catch (AssertionError e) {
            throw e;
        } catch (Throwable e) {
            throw new AssertionError(e.toString(), e);
        }
    }
}
