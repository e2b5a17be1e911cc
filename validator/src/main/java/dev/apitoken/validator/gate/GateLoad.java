package dev.apitoken.validator.gate;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** How busy the gate is, over all event loops, and whether it takes in more. */
final class GateLoad {
    private final GateLimits limits;
    private final AtomicInteger connections = new AtomicInteger();
    private final AtomicInteger inFlight = new AtomicInteger();
    private volatile boolean draining;
    private volatile @Nullable CountDownLatch emptied;

    GateLoad(GateLimits limits) {
        this.limits = limits;
    }

    boolean admitConnection() {
        return admit(connections, limits.connections());
    }

    void connectionEnded() {
        CountDownLatch waiting = emptied;
        if (connections.decrementAndGet() == 0 && waiting != null) {
            waiting.countDown();
        }
    }

    /** Once nothing is accepted any more. @return whether the last connection has ended in time */
    boolean awaitNoConnections(Duration patience) throws InterruptedException {
        var waiting = new CountDownLatch(1);
        emptied = waiting;
        return connections.get() == 0 || waiting.await(patience.toMillis(), TimeUnit.MILLISECONDS);
    }

    boolean admitRequest() {
        return admit(inFlight, limits.inFlight());
    }

    void requestEnded() {
        inFlight.decrementAndGet();
    }

    private static boolean admit(AtomicInteger count, int limit) {
        if (count.incrementAndGet() <= limit) {
            return true;
        }
        count.decrementAndGet();
        return false;
    }

    int connections() {
        return connections.get();
    }

    int inFlight() {
        return inFlight.get();
    }

    void drain() {
        draining = true;
    }

    /** From now on each connection ends with the answer it is waiting for. */
    boolean isDraining() {
        return draining;
    }
}
