package dev.apitoken.operator.access;

import dev.apitoken.operator.kubernetes.ObjectName;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The fast path: every change that may end a token goes from a watch straight to this one thread, past the queues of
 * all reconcilers, so that an end never waits for minting. Changes that come together are compiled together.
 */
final class CompileTrigger implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(CompileTrigger.class);

    /** Long enough for the other events of one edit, short beside the time of a write. */
    private static final Duration GATHER = Duration.ofMillis(3);

    private static final Duration AFTER_AN_ERROR = Duration.ofSeconds(5);

    private final Changes changes;
    private final AccessSources sources;
    private final AccessBook book;
    private final WakeUps ends = new WakeUps();
    private final WakeUps retries = new WakeUps();
    private final BiConsumer<ObjectName, Optional<PolicyLane.Job>> lanes;
    private final Duration dueScan;
    private final InstantSource clock;
    private final Thread thread;

    /**
     * @param lanes gets what was compiled for a policy; empty: the policy is gone
     * @param dueScan how often to look at the clock: for so long may a clock that jumped delay the end of an entry
     */
    CompileTrigger(
            Changes changes,
            AccessSources sources,
            BiConsumer<ObjectName, Optional<PolicyLane.Job>> lanes,
            Duration dueScan,
            InstantSource clock) {
        this.changes = changes;
        this.sources = sources;
        this.book = new AccessBook(sources);
        this.lanes = lanes;
        this.dueScan = dueScan;
        this.clock = clock;
        this.thread = Thread.ofPlatform().name("access-compiler").daemon().unstarted(this::run);
    }

    /** Once the caches are complete and this operator leads: a document made of half a view would end tokens. */
    void start() {
        thread.start();
    }

    @Override
    public void close() {
        thread.interrupt();
    }

    private void run() {
        changes.addAll(sources.all().get());
        while (!Thread.currentThread().isInterrupted()) {
            try {
                look(changes.gather(untilNextWakeUp(), GATHER));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } catch (RuntimeException e) {
                LOG.error("a look at changes failed", e);
            }
        }
    }

    private Duration untilNextWakeUp() {
        var untilEnd = ends.next().map(end -> Duration.between(clock.instant(), end));
        var untilRetry = retries.next().map(retry -> Duration.between(elapsed(), retry));
        var wait = Stream.of(untilEnd, untilRetry)
                .flatMap(Optional::stream)
                .reduce(dueScan, (a, b) -> a.compareTo(b) < 0 ? a : b);
        return wait.isNegative() ? Duration.ZERO : wait;
    }

    private void look(List<Change> gathered) {
        for (var change : gathered) {
            if (change instanceof Change.Retry(var policy, var delay)) {
                retries.atLatest(policy, elapsed().plus(delay));
            }
        }
        var now = clock.instant();
        var affected = book.refresh(gathered);
        affected.addAll(ends.due(now));
        affected.addAll(retries.due(elapsed()));
        affected.forEach(policy -> compile(policy, now));
    }

    /** For retries: time that only goes on, whatever the clock does. */
    private static Instant elapsed() {
        return Instant.EPOCH.plusNanos(System.nanoTime());
    }

    /** A policy that cannot be compiled holds up no other. */
    private void compile(ObjectName name, Instant now) {
        try {
            var compilation = book.compile(name, now);
            ends.set(name, compilation.flatMap(Compilation::nextEnd));
            lanes.accept(name, book.policy(name).map(policy -> new PolicyLane.Job(policy, compilation)));
        } catch (RuntimeException e) {
            LOG.error("AccessPolicy {} could not be compiled", name, e);
            retries.atLatest(name, elapsed().plus(AFTER_AN_ERROR));
        }
    }
}
