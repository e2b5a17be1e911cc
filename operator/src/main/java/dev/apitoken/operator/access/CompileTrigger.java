package dev.apitoken.operator.access;

import dev.apitoken.operator.kubernetes.ObjectName;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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

    /**
     * A look that was long is followed by a rest of twice its length: in a storm more changes are compiled together, and
     * two thirds of a core are left for the minting that they come from. An end waits no longer than this for it.
     */
    private static final Duration LONGEST_REST = Duration.ofMillis(250);

    private static final Duration AFTER_AN_ERROR = Duration.ofSeconds(5);

    private final Changes changes;
    private final AccessSources sources;
    private final AccessBook book;
    private final WakeUps<ObjectName> ends = new WakeUps<>();
    private final WakeUps<ObjectName> retries = new WakeUps<>();
    private final WakeUps<Change> secondLooks = new WakeUps<>();
    private final Pace pace = new Pace();
    private final Map<ObjectName, Instant> noticed = new HashMap<>();
    private final BiConsumer<ObjectName, Optional<PolicyLane.Job>> lanes;
    private final AccessMeters meters;
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
            AccessMeters meters,
            Duration dueScan,
            InstantSource clock) {
        this.changes = changes;
        this.sources = sources;
        this.book = new AccessBook(sources);
        this.lanes = lanes;
        this.meters = meters;
        this.dueScan = dueScan;
        this.clock = clock;
        this.thread = Thread.ofPlatform().name("access-compiler").daemon().unstarted(this::run);
    }

    /** Once the caches are complete and this operator leads: a document made of half a view would end tokens. */
    void start() {
        thread.start();
    }

    /** False once its thread has ended: then no end of a token comes into force any more, and only a restart helps. */
    boolean isWorking() {
        return thread.getState() != Thread.State.TERMINATED;
    }

    @Override
    public void close() {
        thread.interrupt();
    }

    private void run() {
        changes.addAll(sources.all().get());
        var rest = Duration.ZERO;
        while (!Thread.currentThread().isInterrupted()) {
            try {
                var gathered = changes.gather(longer(untilNextWakeUp(), rest), longer(GATHER, rest));
                var started = Elapsed.now();
                look(gathered);
                rest = restAfter(Duration.between(started, Elapsed.now()));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } catch (RuntimeException e) {
                LOG.error("a look at changes failed", e);
            }
        }
    }

    private static Duration restAfter(Duration look) {
        var twice = look.multipliedBy(2);
        return twice.compareTo(LONGEST_REST) < 0 ? twice : LONGEST_REST;
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) > 0 ? one : other;
    }

    private Duration untilNextWakeUp() {
        var untilEnd = ends.next().map(end -> Duration.between(clock.instant(), end));
        var untilOther = Stream.of(retries.next(), secondLooks.next())
                .flatMap(Optional::stream)
                .map(at -> Duration.between(Elapsed.now(), at));
        var wait = Stream.concat(untilEnd.stream(), untilOther).reduce(dueScan, (a, b) -> a.compareTo(b) < 0 ? a : b);
        return wait.isNegative() ? Duration.ZERO : wait;
    }

    private void look(List<Change> gathered) {
        var noticedAt = Elapsed.now();
        for (var change : gathered) {
            if (change instanceof Change.Retry(var policy, var delay)) {
                retries.atLatest(policy, noticedAt.plus(delay));
            }
        }
        var now = clock.instant();
        var due = retries.due(noticedAt);
        var refreshed = book.refresh(Stream.concat(gathered.stream(), secondLooks.due(noticedAt).stream())
                .toList());
        refreshed.unreadable().forEach(change -> secondLooks.set(change, Optional.of(noticedAt.plus(AFTER_AN_ERROR))));
        var affected = refreshed.affected();
        affected.addAll(ends.due(now));
        affected.forEach(policy -> noticed.putIfAbsent(policy, noticedAt));
        affected.addAll(due);
        affected.forEach(policy -> compileInTurn(policy, now));
    }

    private void compileInTurn(ObjectName policy, Instant now) {
        pace.postponed(policy, Elapsed.now())
                .ifPresentOrElse(later -> retries.atLatest(policy, later), () -> compile(policy, now));
    }

    /** A policy that cannot be compiled holds up no other. */
    private void compile(ObjectName name, Instant now) {
        try {
            var started = Elapsed.now();
            var compilation = book.compile(name, now);
            var took = Duration.between(started, Elapsed.now());
            meters.compiled(took);
            pace.took(name, took, Elapsed.now());
            ends.set(name, compilation.flatMap(Compilation::nextEnd));
            var since = Objects.requireNonNullElseGet(noticed.remove(name), Elapsed::now);
            var job = book.policy(name).map(policy -> new PolicyLane.Job(policy, compilation, since));
            if (job.isEmpty()) {
                pace.forget(name);
            }
            lanes.accept(name, job);
        } catch (RuntimeException e) {
            LOG.error("AccessPolicy {} could not be compiled", name, e);
            retries.atLatest(name, Elapsed.now().plus(AFTER_AN_ERROR));
        }
    }
}
