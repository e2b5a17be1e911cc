package dev.apitoken.validator.index;

import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * The time a validator judges by: it never runs backwards (G10).
 *
 * <p>It is the monotonic clock plus an offset that only grows: the furthest the wall clock was ever seen ahead. So a
 * wall clock set forward is followed at once, and one set back is ignored until it has caught up; a token that was
 * refused as expired stays refused. After a wall clock that was wrong by running ahead, only a restart gives the lost
 * time back. Time spent suspended, which the monotonic clock does not see, arrives through the wall clock.
 */
public final class ProcessClock implements InstantSource {
    private final InstantSource wall;
    private final LongSupplier monotonicNanos;
    private final AtomicLong offset;

    /** @param monotonicNanos as {@link System#nanoTime()}: any origin, never falls */
    public ProcessClock(InstantSource wall, LongSupplier monotonicNanos) {
        this.wall = wall;
        this.monotonicNanos = monotonicNanos;
        long wallNanos = epochNanos(wall.instant());
        this.offset = new AtomicLong(wallNanos - monotonicNanos.getAsLong());
    }

    public static ProcessClock system() {
        return new ProcessClock(InstantSource.system(), System::nanoTime);
    }

    @Override
    public Instant instant() {
        // The wall first: a thread that is stopped between the two reads then sees too small an offset, which is
        // harmless, and never one too large, which would stay.
        long wallNanos = epochNanos(wall.instant());
        long nanos = monotonicNanos.getAsLong();
        long ahead = wallNanos - nanos;
        long known = offset.get();
        if (ahead > known) {
            known = offset.accumulateAndGet(ahead, Math::max);
        }
        return fromEpochNanos(nanos + known);
    }

    /** Fits until the year 2262. */
    private static long epochNanos(Instant instant) {
        return Math.addExact(TimeUnit.SECONDS.toNanos(instant.getEpochSecond()), instant.getNano());
    }

    private static Instant fromEpochNanos(long nanos) {
        return Instant.ofEpochSecond(0, nanos);
    }
}
