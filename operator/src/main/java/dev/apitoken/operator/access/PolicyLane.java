package dev.apitoken.operator.access;

import dev.apitoken.operator.access.AccessMeters.Result;
import dev.apitoken.operator.kubernetes.ObjectName;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Duration;
import java.time.Instant;
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
    /**
     * @param compilation empty when there is nothing to enforce
     * @param noticed when the first change was seen that it has and no write has yet, as {@link Elapsed}
     */
    record Job(ParsedPolicy policy, Optional<Compilation> compilation, Instant noticed) {
        Job noticedAtLatest(Instant instant) {
            return instant.isBefore(noticed) ? new Job(policy, compilation, instant) : this;
        }
    }

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
    private Optional<Instant> unwrittenSince = Optional.empty();
    private int failures;

    PolicyLane(ObjectName name, AccessSecretApplier applier, LaneReport report, Executor executor) {
        this.name = name;
        this.applier = applier;
        this.report = report;
        this.executor = executor;
    }

    synchronized void submit(Job job) {
        waiting = waiting == null ? job : job.noticedAtLatest(waiting.noticed());
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

    private void work(Job next) {
        var job = unwrittenSince.map(next::noticedAtLatest).orElse(next);
        unwrittenSince = Optional.of(job.noticed());
        try {
            job.compilation().ifPresentOrElse(compilation -> write(job, compilation), () -> nothing(job));
        } catch (KubernetesClientException e) {
            failed(job, "the API server answered " + e.getCode() + " to a write");
        } catch (RuntimeException e) {
            LOG.error("access documents of {}: {}", name, e.getClass().getName());
            failed(job, "an error inside the operator, see its log");
        }
    }

    private void write(Job job, Compilation wanted) {
        last = last.atLeast(report.lastRevision(name));
        switch (applier.apply(name, job.policy(), wanted, last)) {
            case ApplyOutcome.Stands stands -> stands(job, wanted, stands);
            case ApplyOutcome.Conflict(var secret) -> {
                last = last.inDoubt();
                report.count(Result.Conflict);
                report.stands(name, new Enforcement.Conflict(job.policy().generation(), secret));
                retryAfter(FOREIGN_DELAY);
            }
            case ApplyOutcome.Refused(var secret, int status) ->
                failed(job, "the API server answered " + status + " to the creation of Secret " + secret);
            case ApplyOutcome.Stale() -> {
                last = last.inDoubt();
                report.count(Result.Stale);
                retry();
            }
        }
    }

    private void stands(Job job, Compilation wanted, ApplyOutcome.Stands stands) {
        if (stands.writes() > 0 && last.says(stands.content())) {
            report.restored(name, stands.revision());
        }
        last = last.of(stands.content(), stands.revision());
        report.written(name, job.policy(), stands.content(), stands.revision());
        report.stands(name, Enforcement.Enforced.of(job.policy(), wanted, stands));
        report.count(resultOf(stands));
        if (stands.obstacle().isEmpty()) {
            if (stands.writes() > 0) {
                report.lag(job.noticed());
            }
            unwrittenSince = Optional.empty();
            settle(stands.rights());
        } else {
            retryAfter(FOREIGN_DELAY);
        }
    }

    private static Result resultOf(ApplyOutcome.Stands stands) {
        if (stands.obstacle().isPresent()) {
            return Result.Narrowed;
        }
        return stands.writes() > 0 ? Result.Written : Result.Unchanged;
    }

    private void nothing(Job job) {
        unwrittenSince = Optional.empty();
        job.policy()
                .problem()
                .ifPresent(problem -> report.stands(
                        name, new Enforcement.Unreadable(job.policy().generation(), problem)));
    }

    private void failed(Job job, String cause) {
        last = last.inDoubt();
        report.count(Result.Failed);
        report.stands(name, new Enforcement.Failed(job.policy().generation(), cause));
        retry();
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
