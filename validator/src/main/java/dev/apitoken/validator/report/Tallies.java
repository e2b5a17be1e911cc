package dev.apitoken.validator.report;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;

/** The tallies of all event loops. Each is emptied on its own loop, so nothing of it is ever locked. */
public final class Tallies {
    /** Ten times what one report carries, and about 2 MiB; emptied every few seconds. */
    private static final int TOKENS = 10_000;

    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private final int capacity;
    private final Map<Executor, Tally> tallies = new ConcurrentHashMap<>();
    private final Queue<Tally.Seen> handedOver = new ConcurrentLinkedQueue<>();

    private Tallies(int capacity) {
        this.capacity = capacity;
    }

    public static Tallies keepingUses() {
        return new Tallies(TOKENS);
    }

    /** For a validator that reports to nobody. */
    public static Tallies keepingNothing() {
        return new Tallies(0);
    }

    /** @param loop the one thread that will touch the tally */
    public Tally of(Executor loop) {
        return tallies.computeIfAbsent(loop, one -> new Tally(capacity));
    }

    /** What was seen since the last call. What a loop that is busy hands over late is in the next answer. */
    List<Tally.Seen> collect() throws InterruptedException {
        var answers = new CountDownLatch(tallies.size());
        tallies.forEach((loop, tally) -> {
            Runnable handOver = () -> {
                handedOver.add(tally.handOver());
                answers.countDown();
            };
            try {
                loop.execute(handOver);
            } catch (RejectedExecutionException e) {
                // The loop has ended: nobody else touches its tally any more.
                handOver.run();
            }
        });
        boolean unused = answers.await(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        var seen = new ArrayList<Tally.Seen>();
        for (var next = handedOver.poll(); next != null; next = handedOver.poll()) {
            seen.add(next);
        }
        return seen;
    }
}
