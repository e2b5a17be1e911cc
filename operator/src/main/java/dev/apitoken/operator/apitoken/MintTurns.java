package dev.apitoken.operator.apitoken;

import dev.apitoken.operator.kubernetes.ObjectName;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/** Calls those who wait in the {@link MintQueue} when their turn has come. Rests while nobody waits. */
final class MintTurns implements AutoCloseable {
    private static final long LOOK_AGAIN_MILLIS = 20;

    private final MintQueue queue = new MintQueue(System.nanoTime());
    private final AtomicBoolean awake = new AtomicBoolean();
    private final Consumer<ObjectName> turn;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("mint-turns").daemon().factory());

    /** @param turn asks for a reconcile */
    MintTurns(Consumer<ObjectName> turn) {
        this.turn = turn;
    }

    /** @return false: it is looked at again when its turn has come */
    boolean has(ObjectName name, MintUrgency urgency) {
        boolean admitted = queue.admits(name, urgency, System.nanoTime());
        if (!admitted) {
            wake();
        }
        return admitted;
    }

    void leave(ObjectName name) {
        queue.leave(name);
    }

    /** Whether it is sure to be looked at: when its turn has come. */
    boolean isWaiting(ObjectName name) {
        return queue.isWaiting(name);
    }

    int waiting() {
        return queue.size();
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }

    private void wake() {
        if (!timer.isShutdown() && awake.compareAndSet(false, true)) {
            timer.schedule(this::call, LOOK_AGAIN_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    /** Awake no more before the look: whoever joins during it wakes it again. */
    private void call() {
        awake.set(false);
        try {
            queue.call(System.nanoTime()).forEach(turn);
        } finally {
            if (queue.size() > 0) {
                wake();
            }
        }
    }
}
