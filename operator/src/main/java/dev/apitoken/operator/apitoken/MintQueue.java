package dev.apitoken.operator.apitoken;

import dev.apitoken.operator.kubernetes.ObjectName;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Who gets a new token next when more are due than are issued at a time (rules A14, F5, F12). Namespaces take turns, so
 * that however many wait in one, the others wait for one of them at a time (rule D7); within a namespace the most urgent
 * is next. Time is that of {@link System#nanoTime}: a clock that jumps neither opens nor closes it.
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

    /** By namespace; none of them is empty. */
    private final NavigableMap<String, TreeSet<Waiting>> queues = new TreeMap<>();

    private final Map<ObjectName, Waiting> byName = new HashMap<>();
    private final Set<ObjectName> called = new HashSet<>();
    private String lastTurn = "";
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
        if (byName.isEmpty() && permits > 0) {
            permits--;
            return true;
        }
        enqueue(name, urgency);
        return false;
    }

    /** Those for whom there is room now; each is let in when it comes back. */
    synchronized List<ObjectName> call(long nanoTime) {
        refill(nanoTime);
        var next = new ArrayList<ObjectName>();
        while (permits > 0 && !byName.isEmpty()) {
            permits--;
            var first = next();
            remove(first);
            called.add(first.name());
            next.add(first.name());
        }
        return next;
    }

    /** It does not need a token any more. */
    synchronized void leave(ObjectName name) {
        called.remove(name);
        var waiting = byName.get(name);
        if (waiting != null) {
            remove(waiting);
        }
    }

    synchronized boolean isWaiting(ObjectName name) {
        return byName.containsKey(name);
    }

    synchronized int size() {
        return byName.size();
    }

    /** Of the namespace after the one that had the last turn, by name and round again: to come and go gains nothing. */
    private Waiting next() {
        var after = queues.higherEntry(lastTurn);
        var turn = after == null ? queues.firstEntry() : after;
        lastTurn = turn.getKey();
        return turn.getValue().first();
    }

    private void enqueue(ObjectName name, MintUrgency urgency) {
        var before = byName.get(name);
        if (before != null) {
            remove(before);
        }
        var waiting = new Waiting(urgency, before == null ? arrivals++ : before.arrival(), name);
        byName.put(name, waiting);
        queues.computeIfAbsent(name.namespace(), any -> new TreeSet<>(Waiting.ORDER))
                .add(waiting);
    }

    private void remove(Waiting waiting) {
        byName.remove(waiting.name());
        queues.computeIfPresent(waiting.name().namespace(), (any, queue) -> without(queue, waiting));
    }

    private static @Nullable TreeSet<Waiting> without(TreeSet<Waiting> queue, Waiting waiting) {
        queue.remove(waiting);
        return queue.isEmpty() ? null : queue;
    }

    private void refill(long nanoTime) {
        long fresh = (nanoTime - refilledAt) / BETWEEN_MINTS.toNanos();
        refilledAt += fresh * BETWEEN_MINTS.toNanos();
        permits = Math.min(BURST, permits + fresh);
    }
}
