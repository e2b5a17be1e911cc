package dev.apitoken.operator.access;

import dev.apitoken.operator.kubernetes.ObjectName;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes what is compiled for one policy, one write after the other and always the newest: what was compiled meanwhile
 * and is outdated is never written. A policy whose writes fail or hang holds up no other.
 */
final class PolicyLane {
    /** @param compilation empty when there is nothing to enforce */
    record Job(ParsedPolicy policy, Optional<Compilation> compilation) {}

    /** An end of a token may be waiting, so never long; the first at once, as most conflicts are with our own slower view. */
    private static final List<Duration> RETRY_DELAYS = List.of(
            Duration.ofMillis(10),
            Duration.ofMillis(50),
            Duration.ofMillis(200),
            Duration.ofSeconds(1),
            Duration.ofSeconds(5));

    /** Until a foreign object of our name may have gone: no watch shows it to us. */
    private static final Duration FOREIGN_DELAY = Duration.ofSeconds(10);

    private static final Logger LOG = LoggerFactory.getLogger(PolicyLane.class);

    private final ObjectName name;
    private final AccessSecretApplier applier;
    private final LaneReport report;
    private final Executor executor;

    private @Nullable Job waiting;
    private boolean running;

    // Only touched by the one run at a time.
    private LastWrite last = LastWrite.unknown();
    private int failures;

    PolicyLane(ObjectName name, AccessSecretApplier applier, LaneReport report, Executor executor) {
        this.name = name;
        this.applier = applier;
        this.report = report;
        this.executor = executor;
    }

    synchronized void submit(Job job) {
        waiting = job;
        if (!running) {
            running = true;
            executor.execute(this::run);
        }
    }

    private synchronized Optional<Job> take() {
        var next = Optional.ofNullable(waiting);
        waiting = null;
        running = next.isPresent();
        return next;
    }

    private void run() {
        for (var job = take(); job.isPresent(); job = take()) {
            work(job.get());
        }
    }

    private void work(Job job) {
        try {
            job.compilation().ifPresentOrElse(compilation -> write(job.policy(), compilation), () -> nothing(job));
        } catch (KubernetesClientException e) {
            failed(job, "the API server answered " + e.getCode() + " to a write");
        } catch (RuntimeException e) {
            LOG.error("access documents of {}: {}", name, e.getClass().getName());
            failed(job, "an error inside the operator, see its log");
        }
    }

    private void write(ParsedPolicy policy, Compilation compilation) {
        last = last.atLeast(report.lastRevision(name));
        switch (applier.apply(name, policy, compilation, last)) {
            case ApplyOutcome.Stands(long revision, int writes, var rights) -> {
                if (writes > 0 && last.says(compilation)) {
                    report.restored(name, revision);
                }
                last = last.of(compilation, revision);
                report.stands(name, enforced(policy, compilation, revision, rights));
                settle(rights);
            }
            case ApplyOutcome.Conflict(var secret) -> {
                last = last.inDoubt();
                report.stands(name, new Enforcement.Conflict(policy.generation(), secret));
                retryAfter(FOREIGN_DELAY);
            }
            case ApplyOutcome.Stale() -> {
                last = last.inDoubt();
                retry();
            }
        }
    }

    private void nothing(Job job) {
        job.policy()
                .problem()
                .ifPresent(problem -> report.stands(
                        name, new Enforcement.Unreadable(job.policy().generation(), problem)));
    }

    private void failed(Job job, String cause) {
        last = last.inDoubt();
        report.stands(name, new Enforcement.Failed(job.policy().generation(), cause));
        retry();
    }

    private static Enforcement enforced(
            ParsedPolicy policy, Compilation compilation, long revision, WriteOutcome rights) {
        return new Enforcement.Enforced(
                policy.generation(),
                revision,
                compilation.entries().size(),
                compilation.filteredByPeer(),
                compilation.notListed(),
                policy.problem(),
                rights);
    }

    private void settle(WriteOutcome rights) {
        switch (rights) {
            case WriteOutcome.Done() -> failures = 0;
            case WriteOutcome.Foreign() -> retryAfter(FOREIGN_DELAY);
            case WriteOutcome.Stale(), WriteOutcome.Failed _ -> retry();
        }
    }

    private void retry() {
        failures = Math.min(failures + 1, RETRY_DELAYS.size());
        retryAfter(RETRY_DELAYS.get(failures - 1));
    }

    private void retryAfter(Duration delay) {
        report.retry(name, delay);
    }
}
