package dev.apitoken.operator.access;

import dev.apitoken.crds.AccessPolicy;
import dev.apitoken.operator.kubernetes.EventRecorder;
import dev.apitoken.operator.kubernetes.ObjectName;
import dev.apitoken.operator.kubernetes.Watch;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;

/** What a lane learns from the rest of the operator, and tells it. */
final class LaneReport {
    private final Watch<AccessPolicy> policies;
    private final Enforcements enforcements;
    private final Changes changes;
    private final EventRecorder events;
    private final InstantSource clock;

    LaneReport(
            Watch<AccessPolicy> policies,
            Enforcements enforcements,
            Changes changes,
            EventRecorder events,
            InstantSource clock) {
        this.policies = policies;
        this.enforcements = enforcements;
        this.changes = changes;
        this.events = events;
        this.clock = clock;
    }

    /** The revision that the policy's status remembers: more than nothing when its Secret is gone. */
    long lastRevision(ObjectName policy) {
        return policies.get(policy)
                .flatMap(found -> Optional.ofNullable(found.getStatus().revision()))
                .map(revision -> Revisions.believable(revision, clock.instant()))
                .orElse(0L);
    }

    void stands(ObjectName policy, Enforcement enforcement) {
        enforcements.report(policy, enforcement);
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
