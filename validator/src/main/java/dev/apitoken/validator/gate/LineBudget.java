package dev.apitoken.validator.gate;

import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;

/** How many lines of one kind are written in a second, over all event loops; what is beyond is counted only. */
final class LineBudget {
    private final int perSecond;
    private final AtomicLong second = new AtomicLong();
    private final AtomicLong lines = new AtomicLong();
    private final AtomicLong skipped = new AtomicLong();

    LineBudget(int perSecond) {
        this.perSecond = perSecond;
    }

    /** Costs nothing where there is none. */
    boolean isNone() {
        return perSecond == 0;
    }

    /** Whether there is a line left in this second. */
    boolean spend(Instant now) {
        long current = now.getEpochSecond();
        long last = second.get();
        if (current > last && second.compareAndSet(last, current)) {
            lines.set(0);
        }
        if (lines.incrementAndGet() <= perSecond) {
            return true;
        }
        skipped.incrementAndGet();
        return false;
    }

    /** How many were refused since the last call. */
    long takeSkipped() {
        return skipped.getAndSet(0);
    }
}
