package dev.apitoken.operator.access;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** What the watches have seen and nobody has looked at yet. */
final class Changes {
    private final BlockingQueue<Change> queue = new LinkedBlockingQueue<>();

    /** From any thread; never blocks. */
    void add(Change change) {
        queue.add(change);
    }

    void addAll(List<Change> changes) {
        queue.addAll(changes);
    }

    /**
     * @param wait for the first; none by then: an empty list
     * @param more how long to go on after the first: one edit often makes several changes
     */
    List<Change> gather(Duration wait, Duration more) throws InterruptedException {
        var gathered = new ArrayList<Change>();
        var next = queue.poll(wait.toNanos(), TimeUnit.NANOSECONDS);
        long until = System.nanoTime() + more.toNanos();
        while (next != null) {
            gathered.add(next);
            queue.drainTo(gathered);
            next = queue.poll(until - System.nanoTime(), TimeUnit.NANOSECONDS);
        }
        return gathered;
    }
}
