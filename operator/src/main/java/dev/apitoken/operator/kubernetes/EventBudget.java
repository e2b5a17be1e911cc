package dev.apitoken.operator.kubernetes;

import dev.apitoken.operator.kubernetes.EventRecorder.Type;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How many Events may be sent, so that a storm of refusals floods neither etcd nor whoever reads Events. Each object has
 * its own share, and all warnings together have one; the Normal ones tell of work that was done, which is bounded itself.
 * Time is that of {@link System#nanoTime}.
 */
final class EventBudget {
    private static final Duration PER_OBJECT = Duration.ofSeconds(30);
    private static final int BURST_PER_OBJECT = 15;
    private static final Duration PER_WARNING = Duration.ofMillis(100);
    private static final int BURST_OF_WARNINGS = 200;

    /** Of the objects spoken of last; one that was forgotten begins with a full share again. */
    private static final int OBJECTS = 10_000;

    private final Map<String, Long> paidUntil = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Long> eldest) {
            return size() > OBJECTS;
        }
    };
    private long warningsPaidUntil = Long.MIN_VALUE;

    /** @return false: this one is left out */
    synchronized boolean spend(String uid, Type type, long nanoTime) {
        long object = paid(paidUntil.getOrDefault(uid, nanoTime), nanoTime);
        long warnings = paid(warningsPaidUntil, nanoTime);
        boolean isWarning = type == Type.Warning;
        if (isUsedUp(object, PER_OBJECT, BURST_PER_OBJECT, nanoTime)
                || (isWarning && isUsedUp(warnings, PER_WARNING, BURST_OF_WARNINGS, nanoTime))) {
            return false;
        }
        paidUntil.put(uid, object + PER_OBJECT.toNanos());
        if (isWarning) {
            warningsPaidUntil = warnings + PER_WARNING.toNanos();
        }
        return true;
    }

    private static long paid(long until, long nanoTime) {
        return Math.max(until, nanoTime);
    }

    private static boolean isUsedUp(long paidUntil, Duration interval, int burst, long nanoTime) {
        return paidUntil - nanoTime > interval.toNanos() * (burst - 1L);
    }
}
