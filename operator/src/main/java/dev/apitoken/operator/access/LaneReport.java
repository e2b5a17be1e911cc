package dev.apitoken.operator.access;

import dev.apitoken.crds.AccessPolicy;
import dev.apitoken.operator.kubernetes.EventRecorder;
import dev.apitoken.operator.kubernetes.ObjectName;
import dev.apitoken.operator.kubernetes.Watch;
import dev.apitoken.operator.report.Reports;
import dev.apitoken.operator.report.Revisions;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/** What a lane learns from the rest of the operator, and tells it. */
final class LaneReport {
    private final Watch<AccessPolicy> policies;
    private final Enforcements enforcements;
    private final Reports reports;
    private final ExpectedEntries expected;
    private final Changes changes;
    private final EventRecorder events;
    private final AccessMeters meters;
    private final InstantSource clock;

    LaneReport(
            Watch<AccessPolicy> policies,
            Enforcements enforcements,
            Reports reports,
            ExpectedEntries expected,
            Changes changes,
            EventRecorder events,
            AccessMeters meters,
            InstantSource clock) {
        this.policies = policies;
        this.enforcements = enforcements;
        this.reports = reports;
        this.expected = expected;
        this.changes = changes;
        this.events = events;
        this.meters = meters;
        this.clock = clock;
    }

    /**
     * The highest revision that the policy's status or a validator remembers: more than nothing when its Secret is gone
     * or is an old one out of a backup (rule F19). Of validators only the number is taken, and only one that could be
     * ours: whoever invents one makes the next revision a higher one.
     */
    long lastRevision(ObjectName policy) {
        return Math.max(inStatus(policy), reports.gatesOf(policy).highest());
    }

    private long inStatus(ObjectName policy) {
        return policies.get(policy)
                .flatMap(found -> Optional.ofNullable(found.getStatus().revision()))
                .map(revision -> Revisions.believable(revision, clock.instant()))
                .orElse(0L);
    }

    /** The head says this now, whether or not it was written just now. Of a policy that is gone nothing is kept. */
    void written(ObjectName policy, ParsedPolicy parsed, Compilation compilation, long revision) {
        if (policies.get(policy).isPresent()) {
            expected.inForce(policy, parsed, compilation);
            reports.written(policy, revision, compilation.entries());
        }
    }

    /** A validator goes by a later revision than the one that is written, and will take that one for old. */
    void ahead(ObjectName policy) {
        long applied = reports.gatesOf(policy).highest();
        policies.get(policy)
                .ifPresent(found -> events.send(
                        found,
                        EventRecorder.Type.Warning,
                        PolicyReason.ValidatorAhead,
                        "Follow",
                        "a validator has applied revision " + applied + ", later than the one that is stored: was the"
                                + " cluster restored from a backup? A later one is written. Tokens that were ended"
                                + " since that backup may be listed again: to end them all, name their key in"
                                + " compromisedKeys of the issuer",
                        Long.toString(applied)));
        retry(policy, Duration.ZERO);
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
