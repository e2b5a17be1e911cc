package dev.apitoken.operator.access;

import dev.apitoken.operator.kubernetes.ObjectName;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The fast path: every change that may end a token goes from a watch straight to this one thread, past every queue of
 * the reconcilers, so that an end never waits for minting. Changes that come together are compiled together.
 */
public final class CompileTrigger implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(CompileTrigger.class);

    /** After the first change: long enough for the other events of one edit, short beside the time of a write. */
    private static final Duration GATHER = Duration.ofMillis(3);

    /** A timer that was lost, or a clock that jumped, delays nothing for longer. */
    private static final Duration LOOK_ANYWAY = Duration.ofSeconds(30);

    private final BlockingQueue<Change> changes = new LinkedBlockingQueue<>();
    private final AccessBook book;
    private final WakeUps wakeUps = new WakeUps();
    private final BiConsumer<ObjectName, Optional<PolicyLane.Job>> lanes;
    private final AccessSources sources;
    private final InstantSource clock;
    private final Thread thread;

    /** @param lanes gets what was compiled for a policy; empty: the policy is gone */
    CompileTrigger(
            AccessSources sources, BiConsumer<ObjectName, Optional<PolicyLane.Job>> lanes, InstantSource clock) {
        this.sources = sources;
        this.book = new AccessBook(sources);
        this.lanes = lanes;
        this.clock = clock;
        this.thread = Thread.ofPlatform().name("access-compiler").daemon().unstarted(this::run);
    }

    /** From any thread; never blocks. Before {@link #start()} changes only gather. */
    public void changed(Change change) {
        changes.add(change);
    }

    /** Once the caches are complete and this operator leads: a document made of half a view would end tokens. */
    public void start() {
        changes.addAll(sources.all().get());
        thread.start();
    }

    @Override
    public void close() {
        thread.interrupt();
    }

    private void run() {
        while (!Thread.currentThread().isInterrupted()) {
            try {
                look(gather());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } catch (RuntimeException e) {
                LOG.error("a look at changes failed: {}", e.getClass().getName(), e);
            }
        }
    }

    private List<Change> gather() throws InterruptedException {
        var now = clock.instant();
        var wait = wakeUps.next()
                .map(next -> Duration.between(now, next))
                .filter(next -> next.compareTo(LOOK_ANYWAY) < 0)
                .orElse(LOOK_ANYWAY);
        var gathered = new ArrayList<Change>();
        var first = changes.poll(Math.max(wait.toNanos(), 0), TimeUnit.NANOSECONDS);
        if (first != null) {
            long until = System.nanoTime() + GATHER.toNanos();
            for (var next = first; next != null; next = changes.poll(until - System.nanoTime(), TimeUnit.NANOSECONDS)) {
                gathered.add(next);
                changes.drainTo(gathered);
            }
        }
        return gathered;
    }

    private void look(List<Change> gathered) {
        var now = clock.instant();
        var affected = book.refresh(gathered);
        for (var change : gathered) {
            if (change instanceof Change.Retry(var policy, Instant at)) {
                wakeUps.atLatest(policy, at);
            }
        }
        affected.addAll(wakeUps.due(now));
        affected.forEach(policy -> compile(policy, now));
    }

    private void compile(ObjectName name, Instant now) {
        try {
            var compilation = book.compile(name, now);
            wakeUps.set(name, compilation.flatMap(Compilation::nextEnd));
            lanes.accept(name, book.policy(name).map(policy -> new PolicyLane.Job(policy, compilation)));
        } catch (RuntimeException e) {
            LOG.error("{} could not be compiled: {}", name, e.getClass().getName(), e);
            wakeUps.atLatest(name, now.plus(LaneTools.RETRY_DELAYS.getLast()));
        }
    }
}
