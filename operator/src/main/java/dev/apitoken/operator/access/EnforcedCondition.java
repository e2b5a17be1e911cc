package dev.apitoken.operator.access;

import dev.apitoken.crds.AccessPolicyStatus.ValidatorCount;
import dev.apitoken.crds.ConditionType;
import dev.apitoken.crds.EnforcedReason;
import dev.apitoken.operator.kubernetes.Conditions;
import dev.apitoken.operator.kubernetes.Conditions.Status;
import dev.apitoken.operator.report.Gates;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Whether validators go by what is written for a policy (rule G13): its condition and the numbers beside it. */
final class EnforcedCondition {
    private EnforcedCondition() {}

    /** @param written the revision of the head; empty while the newest state is not written */
    static void set(Conditions conditions, Gates gates, Optional<Long> written) {
        if (gates.reporting() == 0) {
            conditions.set(
                    ConditionType.Enforced, Status.Unknown, EnforcedReason.NobodyReporting, "no validator reports");
        } else if (written.isEmpty()) {
            lagging(conditions, "the newest state is not written yet");
        } else {
            set(conditions, gates, written.get());
        }
    }

    private static void set(Conditions conditions, Gates gates, long written) {
        gates.without(written, written)
                .ifPresentOrElse(
                        gate -> lagging(conditions, words(gate, gates, written)),
                        () -> conditions.set(
                                ConditionType.Enforced,
                                Status.True,
                                EnforcedReason.UpToDate,
                                "each of " + gates.reporting() + " validators has applied revision " + written));
    }

    private static String words(Gates.Gate gate, Gates gates, long written) {
        String count = gates.upToDate(written) + " of " + gates.reporting() + " validators have applied revision "
                + written + "; ValidatorReport " + gate.report().name();
        if (gate.revision() > written) {
            return count + " tells of the later revision " + gate.revision()
                    + ": was the cluster restored from a backup? A revision above it is being written";
        }
        return count + " tells of " + (gate.revision() == 0 ? "none" : "revision " + gate.revision());
    }

    private static void lagging(Conditions conditions, String message) {
        conditions.set(ConditionType.Enforced, Status.False, EnforcedReason.Lagging, message);
    }

    /** @param before since when the status says that somebody reports */
    static ValidatorCount count(
            ReportedGates reported, Optional<Long> written, @Nullable ValidatorCount before, Instant now) {
        var gates = reported.gates();
        return new ValidatorCount(
                gates.reporting(),
                written.map(gates::upToDate).orElse(0L),
                reported.observed() ? since(before, now) : null);
    }

    private static String since(@Nullable ValidatorCount before, Instant now) {
        return before == null || before.reportingSince() == null
                ? now.truncatedTo(ChronoUnit.SECONDS).toString()
                : before.reportingSince();
    }
}
