package dev.apitoken.operator.access;

import dev.apitoken.operator.kubernetes.ObjectName;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Duration;
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

    private static final Logger LOG = LoggerFactory.getLogger(PolicyLane.class);

    private final ObjectName name;
    private final LaneTools tools;
    private final Executor executor;

    private @Nullable Job waiting;
    private boolean running;

    // Only touched by the one run at a time.
    private Optional<Compilation> standing = Optional.empty();
    private long lastRevision;
    private int failures;

    PolicyLane(ObjectName name, LaneTools tools, Executor executor) {
        this.name = name;
        this.tools = tools;
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
        long last = Math.max(lastRevision, tools.lastRevision().applyAsLong(name));
        switch (tools.applier().apply(name, policy, compilation, standing, last)) {
            case ApplyOutcome.Stands(long revision, int writes, var rights) -> {
                standing = Optional.of(compilation);
                lastRevision = revision;
                report(enforced(policy, compilation, revision, rights));
                settle(rights);
            }
            case ApplyOutcome.Conflict(var secret) -> {
                standing = Optional.empty();
                report(new Enforcement.Conflict(policy.generation(), secret));
                retryAfter(LaneTools.FOREIGN_DELAY);
            }
            case ApplyOutcome.Stale() -> {
                standing = Optional.empty();
                retry();
            }
        }
    }

    private void nothing(Job job) {
        job.policy().problem().ifPresent(problem ->
                report(new Enforcement.Unreadable(job.policy().generation(), problem)));
    }

    private void failed(Job job, String cause) {
        standing = Optional.empty();
        report(new Enforcement.Failed(job.policy().generation(), cause));
        retry();
    }

    private static Enforcement enforced(
            ParsedPolicy policy, Compilation compilation, long revision, WriteOutcome rights) {
        return new Enforcement.Enforced(
                policy.generation(),
                revision,
                compilation.entries().size(),
                compilation.notListed(),
                policy.problem(),
                rights instanceof WriteOutcome.Foreign);
    }

    private void report(Enforcement enforcement) {
        tools.report().accept(name, enforcement);
    }

    private void settle(WriteOutcome rights) {
        switch (rights) {
            case WriteOutcome.Done() -> failures = 0;
            case WriteOutcome.Foreign() -> retryAfter(LaneTools.FOREIGN_DELAY);
            case WriteOutcome.Stale() -> retry();
        }
    }

    /** The first attempts follow at once, as most conflicts are with our own slower view. */
    private void retry() {
        failures = Math.min(failures + 1, LaneTools.RETRY_DELAYS.size());
        retryAfter(LaneTools.RETRY_DELAYS.get(failures - 1));
    }

    private void retryAfter(Duration delay) {
        tools.retry().accept(name, delay);
    }
}
