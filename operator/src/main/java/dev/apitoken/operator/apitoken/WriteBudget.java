package dev.apitoken.operator.apitoken;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * How often the Secret of one ApiToken may be written for the same cause, so that whoever keeps tampering with it, or an
 * operator gone wrong, does not flood the cluster (rule A14). Kept in memory: a restart starts over.
 */
final class WriteBudget {
    private final Duration interval;
    private final int burst;

    /** By UID, until when what was written so far uses up the budget. */
    private final Map<String, Instant> paidUntil = new ConcurrentHashMap<>();

    /**
     * @param interval between two writes in the long run
     * @param burst how many may come at once
     */
    private WriteBudget(Duration interval, int burst) {
        this.interval = interval;
        this.burst = burst;
    }

    static WriteBudget ofMints() {
        return new WriteBudget(Duration.ofSeconds(30), 3);
    }

    /** Shorter: to put a label right costs no token, and whoever stopped altering it waits for that. */
    static WriteBudget ofRepairs() {
        return new WriteBudget(Duration.ofSeconds(5), 3);
    }

    /** When the next write may be made; empty: now. */
    Optional<Instant> nextAfter(String uid, Instant now) {
        var mayAt = paid(uid, now).minus(interval.multipliedBy(burst - 1L));
        return Optional.of(mayAt).filter(at -> at.isAfter(now));
    }

    void count(String uid, Instant now) {
        paidUntil.put(uid, paid(uid, now).plus(interval));
    }

    /** The write that was counted last has not come about. */
    void takeBack(String uid) {
        paidUntil.computeIfPresent(uid, (any, until) -> until.minus(interval));
    }

    void forget(String uid) {
        paidUntil.remove(uid);
    }

    /** Never further ahead than a full budget: a clock that was set back must not hold up a renewal. */
    private Instant paid(String uid, Instant now) {
        var paid = paidUntil.getOrDefault(uid, now);
        var full = now.plus(interval.multipliedBy(burst));
        return paid.isBefore(now) ? now : paid.isAfter(full) ? full : paid;
    }
}
