package dev.apitoken.operator.access;

import dev.apitoken.crds.AccessPolicy;
import dev.apitoken.operator.kubernetes.EventRecorder;
import dev.apitoken.operator.kubernetes.ObjectName;
import dev.apitoken.operator.kubernetes.Watch;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/** What a lane learns from the rest of the operator, and tells it. */
final class LaneReport {
    private final Watch<AccessPolicy> policies;
    private final Enforcements enforcements;
    private final Changes changes;
    private final EventRecorder events;
    private final AccessMeters meters;
    private final InstantSource clock;

    LaneReport(
            Watch<AccessPolicy> policies,
            Enforcements enforcements,
            Changes changes,
            EventRecorder events,
            AccessMeters meters,
            InstantSource clock) {
        this.policies = policies;
        this.enforcements = enforcements;
        this.changes = changes;
        this.events = events;
        this.meters = meters;
        this.clock = clock;
    }

    /** The revision that the policy's status remembers: more than nothing when its Secret is gone. */
    long lastRevision(ObjectName policy) {
        return policies.get(policy)
                .flatMap(found -> Optional.ofNullable(found.getStatus().revision()))
                .map(revision -> Revisions.believable(revision, clock.instant()))
                .orElse(0L);
    }

    /** Of a policy that is gone by now nothing is kept. */
    void stands(ObjectName policy, Enforcement enforcement) {
        if (policies.get(policy).isPresent()) {
            enforcements.report(policy, enforcement);
        }
    }

    void count(AccessMeters.Result result) {
        meters.count(result);
    }

    /** @param noticed when the change was seen that is written now, as {@link Elapsed} */
    void lag(Instant noticed) {
        meters.lag(Duration.between(noticed, Elapsed.now()));
    }

    /** Somebody else had changed what was written; it says again what it did. */
    void restored(ObjectName policy, long revision) {
        policies.get(policy)
                .ifPresent(found -> events.send(
                        found,
                        EventRecorder.Type.Warning,
                        PolicyReason.Restored,
                        "Restore",
                        "the access Secrets had been changed by somebody else and were restored",
                        Long.toString(revision)));
    }

    /** To be compiled and written again, whatever happens meanwhile. */
    void retry(ObjectName policy, Duration delay) {
        changes.add(new Change.Retry(policy, delay));
    }
}
