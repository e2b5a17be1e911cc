package dev.apitoken.operator.apitoken;

import dev.apitoken.operator.kubernetes.ObjectName;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Who gets a new token next when more are due than are issued at a time (rules A14, F5, F12). Time is that of
 * {@link System#nanoTime}: a clock that jumps neither opens nor closes it.
 */
final class MintQueue {
    /** 10,000 due at once are done in under two minutes, and the API server answers others meanwhile. */
    private static final Duration BETWEEN_MINTS = Duration.ofMillis(10);

    private static final int BURST = 20;

    /** @param arrival first come, first served among the equally urgent */
    private record Waiting(MintUrgency urgency, long arrival, ObjectName name) {
        static final Comparator<Waiting> ORDER =
                Comparator.comparing(Waiting::urgency).thenComparing(Waiting::arrival);
    }

    private final TreeSet<Waiting> queue = new TreeSet<>(Waiting.ORDER);
    private final Map<ObjectName, Waiting> byName = new HashMap<>();
    private final Set<ObjectName> called = new HashSet<>();
    private long arrivals;
    private long permits = BURST;
    private long refilledAt;

    MintQueue(long nanoTime) {
        refilledAt = nanoTime;
    }

    /** @return false: it waits from now on, and {@link #call} names it when its turn has come */
    synchronized boolean admits(ObjectName name, MintUrgency urgency, long nanoTime) {
        if (called.remove(name)) {
            return true;
        }
        refill(nanoTime);
        if (queue.isEmpty() && permits > 0) {
            permits--;
            return true;
        }
        enqueue(name, urgency);
        return false;
    }

    /** The most urgent ones for which there is room now; each is let in when it comes back. */
    synchronized List<ObjectName> call(long nanoTime) {
        refill(nanoTime);
        var next = new ArrayList<ObjectName>();
        while (permits > 0 && !queue.isEmpty()) {
            permits--;
            var first = queue.removeFirst();
            byName.remove(first.name());
            called.add(first.name());
            next.add(first.name());
        }
        return next;
    }

    /** It does not need a token any more. */
    synchronized void leave(ObjectName name) {
        called.remove(name);
        var waiting = byName.remove(name);
        if (waiting != null) {
            queue.remove(waiting);
        }
    }

    synchronized int size() {
        return queue.size();
    }

    private void enqueue(ObjectName name, MintUrgency urgency) {
        var before = byName.get(name);
        if (before != null) {
            queue.remove(before);
        }
        var waiting = new Waiting(urgency, before == null ? arrivals++ : before.arrival(), name);
        byName.put(name, waiting);
        queue.add(waiting);
    }

    private void refill(long nanoTime) {
        long fresh = (nanoTime - refilledAt) / BETWEEN_MINTS.toNanos();
        refilledAt += fresh * BETWEEN_MINTS.toNanos();
        permits = Math.min(BURST, permits + fresh);
    }
}
