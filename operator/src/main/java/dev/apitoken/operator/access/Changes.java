package dev.apitoken.operator.access;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.SequencedSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * What the watches have seen and nobody has looked at yet. What one edit of an issuer or a namespace may mean for each
 * of a hundred thousand tokens is looked at in slices, so that the end of one token does not wait for all of them.
 */
final class Changes {
    /** About a tenth of a second of looking. */
    static final int SLICE = 2_000;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition added = lock.newCondition();
    private final Deque<Change> first = new ArrayDeque<>();
    private final SequencedSet<Change> inSlices = new LinkedHashSet<>();

    /** From any thread; never blocks for long. */
    void add(Change change) {
        add(first, List.of(change));
    }

    void addAll(List<Change> changes) {
        add(first, changes);
    }

    /** To be looked at after everything else, a slice at a time. */
    void addInSlices(Change change) {
        add(inSlices, List.of(change));
    }

    private void add(Collection<Change> queue, List<Change> changes) {
        lock.lock();
        try {
            queue.addAll(changes);
            added.signal();
        } finally {
            lock.unlock();
        }
    }

    /**
     * @param wait for the first; none by then: an empty list
     * @param more how long to go on after the first: one edit often makes several changes
     */
    List<Change> gather(Duration wait, Duration more) throws InterruptedException {
        lock.lock();
        try {
            long left = wait.toNanos();
            while (first.isEmpty() && inSlices.isEmpty() && left > 0) {
                left = added.awaitNanos(left);
            }
            if (!first.isEmpty()) {
                await(more);
            }
            var gathered = new ArrayList<>(first);
            first.clear();
            for (int i = 0; i < SLICE && !inSlices.isEmpty(); i++) {
                gathered.add(inSlices.removeFirst());
            }
            return gathered;
        } finally {
            lock.unlock();
        }
    }

    private void await(Duration more) throws InterruptedException {
        long left = TimeUnit.NANOSECONDS.convert(more);
        while (left > 0) {
            left = added.awaitNanos(left);
        }
    }
}
