package dev.apitoken.operator.report;

import dev.apitoken.crds.ValidatorReport;
import dev.apitoken.operator.kubernetes.ObjectName;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Objects;
import java.util.Optional;

/**
 * One report as it counts here.
 *
 * @param policy of the report's own namespace: no report speaks about another one's
 * @param revision 0: none, or one that no operator can have written
 * @param heardAt when this operator saw it change; of one found at the start, when it says it was written
 * @param stopped whether its validator ended in order
 * @param owned whether it goes with its pod
 */
record SeenReport(
        ObjectName name,
        String version,
        ObjectName policy,
        long revision,
        Instant heardAt,
        boolean stopped,
        boolean owned) {
    /** Two signs of life that are missing, and a little. */
    static final Duration LIVE_FOR = Duration.ofMinutes(11);

    /** So that messages name the same one of several every time. */
    static final Comparator<SeenReport> ORDER =
            Comparator.comparing(report -> report.name().toString());

    static SeenReport of(ValidatorReport object, Instant heardAt, Instant now) {
        var metadata = object.getMetadata();
        var name = ObjectName.of(object);
        var report = Optional.ofNullable(object.getReport());
        return new SeenReport(
                name,
                Objects.requireNonNullElse(metadata.getResourceVersion(), ""),
                new ObjectName(
                        name.namespace(),
                        report.map(ValidatorReport.Report::policy).orElse("")),
                report.map(ValidatorReport.Report::revision)
                        .map(revision -> Revisions.believable(revision, now))
                        .orElse(0L),
                heardAt.isAfter(now) ? now : heardAt,
                report.map(ValidatorReport.Report::stoppedAt).isPresent(),
                !Objects.requireNonNullElse(metadata.getOwnerReferences(), java.util.List.of())
                        .isEmpty());
    }

    boolean isLive(Instant now) {
        return !stopped && isFresh(now);
    }

    /** Heard lately, whether or not it has stopped since. */
    boolean isFresh(Instant now) {
        return heardAt.plus(LIVE_FOR).isAfter(now);
    }

    boolean hasApplied(long wanted) {
        return revision >= wanted && revision > 0;
    }
}
