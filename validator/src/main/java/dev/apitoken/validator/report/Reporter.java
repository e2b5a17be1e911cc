package dev.apitoken.validator.report;

import dev.apitoken.token.TokenId;
import dev.apitoken.validator.index.CurrentAccess;
import io.fabric8.kubernetes.client.Config;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Collects what the event loops saw and writes the report when {@link ReportSchedule} says so, on a thread of its own. */
public final class Reporter implements AutoCloseable {
    /** The CRD's bound. */
    private static final int TOKENS_PER_REPORT = 1000;

    private static final int TOKENS_WAITING = 100_000;
    /** How often the event loops are asked: for so long they have to remember. */
    private static final Duration LOOK = Duration.ofSeconds(5);

    private static final Duration ANSWER = Duration.ofSeconds(5);
    private static final Duration LAST_ANSWER = Duration.ofSeconds(1);

    private static final Logger log = LoggerFactory.getLogger(Reporter.class);

    private final ReportTarget target;
    private final ReportWriter writer;
    private final Tallies tallies;
    private final CurrentAccess access;
    private final InstantSource clock;
    private final ReportSchedule schedule;
    private final UseLog uses = new UseLog(TOKENS_PER_REPORT, TOKENS_WAITING);
    private final Semaphore applied = new Semaphore(0);
    private final AtomicLongArray outcomes = new AtomicLongArray(WriteOutcome.values().length);
    private final Thread thread;
    private volatile boolean stopping;

    // Only touched by the thread.
    private Counts counts = Counts.NONE;
    private long requestsTold;
    private WriteOutcome last = WriteOutcome.Written;

    /**
     * @param config is asked for each report, so that renewed tokens and certificates are picked up
     * @param clock that judges requests too
     */
    public Reporter(
            Supplier<Config> config, ReportTarget target, Tallies tallies, CurrentAccess access, InstantSource clock) {
        this.target = target;
        this.writer = new ReportWriter(config, target);
        this.tallies = tallies;
        this.access = access;
        this.clock = clock;
        this.schedule = new ReportSchedule(clock.instant());
        this.thread = Thread.ofVirtual().name("reporter").unstarted(this::run);
        access.onApplied(revision -> applied.release());
    }

    public void start() {
        log.atInfo()
                .addKeyValue("report", target.namespace() + "/" + target.name())
                .log("reports go here");
        thread.start();
    }

    private void run() {
        try {
            while (!stopping) {
                round();
            }
        } catch (InterruptedException e) {
            log.debug("closed");
        }
        tellTheLast();
    }

    /** One fault of ours must not be the last report. */
    private void round() throws InterruptedException {
        try {
            awaitWork();
            collect();
            if (schedule.isDue(hasNews(), clock.instant())) {
                write(false, ANSWER);
            }
        } catch (RuntimeException e) {
            log.error("a report met a fault of its own", e);
            outcomes.incrementAndGet(WriteOutcome.Internal.ordinal());
            schedule.failed(clock.instant());
        }
    }

    private void awaitWork() throws InterruptedException {
        Duration wait = Duration.between(clock.instant(), schedule.dueAt(hasNews()));
        Duration bounded = wait.compareTo(LOOK) < 0 ? wait : LOOK;
        if (applied.tryAcquire(Math.max(bounded.toMillis(), 1), TimeUnit.MILLISECONDS)) {
            applied.drainPermits();
            schedule.applied(clock.instant());
        }
    }

    private void collect() throws InterruptedException {
        for (Tally.Seen seen : tallies.collect()) {
            counts = counts.plus(seen.counts());
            seen.uses().forEach(uses::add);
        }
    }

    private boolean hasNews() {
        return uses.hasNews() || counts.requests() > requestsTold;
    }

    private void write(boolean isLast, Duration atMost) throws InterruptedException {
        Instant now = clock.instant();
        var state = access.metrics(now);
        Map<TokenId, LastUse> told = uses.next();
        Counts counted = counts;
        var report = ReportText.report(target.policy(), state, counted, told, isLast, now);
        var answer = writer.write(report, atMost);
        say(answer);
        if (answer.outcome() != WriteOutcome.Written) {
            schedule.failed(clock.instant());
            return;
        }
        uses.wasTold(told);
        requestsTold = counted.requests();
        schedule.written(clock.instant());
        if (report.revision() == null ? access.ready() : access.revision() > report.revision()) {
            schedule.applied(clock.instant());
        }
    }

    private void tellTheLast() {
        try {
            collect();
            write(true, LAST_ANSWER);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            log.error("the last report met a fault of its own", e);
        }
    }

    /** Once for each change: a validator without rights would say it every minute. */
    private void say(ReportWriter.Answer answer) {
        outcomes.incrementAndGet(answer.outcome().ordinal());
        if (answer.outcome() == last) {
            return;
        }
        last = answer.outcome();
        if (last == WriteOutcome.Written) {
            log.info("reports are written again");
        } else {
            log.atWarn()
                    .addKeyValue("reason", last)
                    .log("the report cannot be written: {}; requests are judged all the same", answer.detail());
        }
    }

    /** Reports so far that ended like this. */
    public long count(WriteOutcome outcome) {
        return outcomes.get(outcome.ordinal());
    }

    /** Writes a last report, if the API server answers within a second. To be called when nothing is judged any more. */
    @Override
    public void close() {
        stopping = true;
        thread.interrupt();
        try {
            thread.join(LAST_ANSWER.multipliedBy(2));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
