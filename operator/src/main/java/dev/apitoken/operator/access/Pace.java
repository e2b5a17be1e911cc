package dev.apitoken.operator.access;

import dev.apitoken.operator.kubernetes.ObjectName;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * How often the document of one policy is made anew: at once while little happens, evenly in a storm of changes, so
 * that a thousand of them cost tens of writes and no end waits longer than {@link #EVERY}. For one thread.
 */
final class Pace {
    static final Duration EVERY = Duration.ofMillis(50);

    /** So many may come at once before the even pace begins. */
    static final int AT_ONCE = 10;

    private static final Duration SLACK = EVERY.multipliedBy(AT_ONCE - 1);

    /** When the storm would have caught up with its even pace. */
    private final Map<ObjectName, Instant> caughtUp = new HashMap<>();

    /** @return empty: now, and that is counted; else when to ask again */
    Optional<Instant> postponed(ObjectName policy, Instant now) {
        var debt = caughtUp.getOrDefault(policy, now);
        var paid = debt.isBefore(now) ? now : debt;
        var earliest = paid.minus(SLACK);
        if (earliest.isAfter(now)) {
            return Optional.of(earliest);
        }
        caughtUp.put(policy, paid.plus(EVERY));
        return Optional.empty();
    }

    /** What is slow to make pauses for as long as it took, so that other policies and other looks get their turn. */
    void took(ObjectName policy, Duration time, Instant now) {
        if (time.compareTo(EVERY) > 0) {
            caughtUp.merge(policy, now.plus(time).plus(SLACK), (a, b) -> a.isAfter(b) ? a : b);
        }
    }

    void forget(ObjectName policy) {
        caughtUp.remove(policy);
    }
}
