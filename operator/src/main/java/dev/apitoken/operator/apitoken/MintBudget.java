package dev.apitoken.operator.apitoken;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * How often one ApiToken may get a new token: once in 30 s, three at once (rule A14). Whoever keeps tampering with a
 * Secret, or an operator gone wrong, does not flood the cluster. Kept in memory: a restart starts over.
 */
final class MintBudget {
    private static final Duration INTERVAL = Duration.ofSeconds(30);
    private static final int BURST = 3;

    /** By UID, until when the tokens issued so far use up the budget. */
    private final Map<String, Instant> paidUntil = new ConcurrentHashMap<>();

    /** @return when the next token may be issued; empty: now, and this one is counted */
    Optional<Instant> spend(String uid, Instant now) {
        var paid = paidUntil.getOrDefault(uid, now);
        // Never further ahead than a full budget: a clock that was set back must not hold up a renewal.
        var from = earlier(paid.isBefore(now) ? now : paid, now.plus(INTERVAL.multipliedBy(BURST)));
        var mayAt = from.minus(INTERVAL.multipliedBy(BURST - 1L));
        if (mayAt.isAfter(now)) {
            return Optional.of(mayAt);
        }
        paidUntil.put(uid, from.plus(INTERVAL));
        return Optional.empty();
    }

    private static Instant earlier(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }

    void forget(String uid) {
        paidUntil.remove(uid);
    }
}
