package dev.apitoken.operator.apitoken;

import dev.apitoken.crds.ApiTokenStatus.LastUsed;
import dev.apitoken.crds.ConditionType;
import dev.apitoken.crds.UnusedReason;
import dev.apitoken.operator.kubernetes.Conditions;
import dev.apitoken.operator.kubernetes.Conditions.Status;
import dev.apitoken.operator.report.TokenReport;
import dev.apitoken.token.TokenDuration;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Whether a token was used for as long as its issuer says, counted from its last use, or from the making of its
 * ApiToken. Renewals are no use: they come by themselves. Nobody is called idle whom nobody watched for so long.
 */
final class UnusedCondition {
    private UnusedCondition() {}

    static void set(Conditions conditions, Observed observed, TokenReport report, Instant now) {
        bound(observed).ifPresent(bound -> {
            Instant since = since(observed, report);
            if (since.plus(bound).isAfter(now)) {
                conditions.set(
                        ConditionType.Unused,
                        Status.False,
                        UnusedReason.InUse,
                        "used or made within " + TokenDuration.format(bound));
            } else if (report.observedSince()
                    .map(at -> at.plus(bound).isAfter(now))
                    .orElse(true)) {
                conditions.set(
                        ConditionType.Unused,
                        Status.Unknown,
                        UnusedReason.NotObserved,
                        "no validator of it has been reporting for " + TokenDuration.format(bound));
            } else {
                conditions.set(
                        ConditionType.Unused,
                        Status.True,
                        UnusedReason.NotUsed,
                        "no validator that reports has seen it since " + since + ": delete it if nobody needs it");
            }
        });
    }

    /** When to look again, if nothing happens until then. */
    static Optional<Instant> wakeAt(Observed observed, TokenReport report, Instant now) {
        return bound(observed)
                .map(bound -> later(
                                since(observed, report), report.observedSince().orElse(Instant.EPOCH))
                        .plus(bound))
                .filter(at -> at.isAfter(now));
    }

    /** A field that cannot be read bounds nothing; that the issuer says so is told there. */
    private static Optional<Duration> bound(Observed observed) {
        try {
            return observed.wish() instanceof Wish.Granted granted
                    ? Optional.ofNullable(granted.issuer().spec().unusedAfter()).map(TokenDuration::parse)
                    : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static Instant since(Observed observed, TokenReport report) {
        Instant made = Instant.parse(observed.resource().getMetadata().getCreationTimestamp());
        return Optional.ofNullable(report.lastUsed())
                .map(LastUsed::time)
                .map(Instant::parse)
                .map(used -> later(made, used))
                .orElse(made);
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }
}
