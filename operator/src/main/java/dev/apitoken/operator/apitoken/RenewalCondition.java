package dev.apitoken.operator.apitoken;

import static dev.apitoken.operator.kubernetes.Conditions.Status.False;
import static dev.apitoken.operator.kubernetes.Conditions.Status.True;

import dev.apitoken.crds.ConditionType;
import dev.apitoken.crds.RenewalReason;
import dev.apitoken.operator.kubernetes.Conditions;
import dev.apitoken.token.TokenDuration;
import dev.apitoken.token.rotation.RenewalTime;
import dev.apitoken.token.rotation.RotationPolicy.Renewal;
import dev.apitoken.token.secret.StoredToken;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Whether renewals happen on time. */
final class RenewalCondition {
    /** A mounted Secret follows 30 to 100 s after the API server (rule A17). */
    private static final Duration MOUNT_LAG = Duration.ofMinutes(2);

    private RenewalCondition() {}

    static void set(Conditions conditions, Outcome outcome, Optional<StoredToken.Intact> token, Instant now) {
        switch (outcome) {
            case Outcome.Settled settled -> settled(conditions, settled.wish(), token, now);
            case Outcome.Postponed postponed -> failing(conditions, postponed.message(), token, now);
            case Outcome.Blocked blocked -> failing(conditions, blocked.message(), token, now);
        }
    }

    private static void settled(
            Conditions conditions, Wish.Granted wish, Optional<StoredToken.Intact> token, Instant now) {
        if (token.filter(found -> isManualAndDue(wish, found, now)).isPresent()) {
            conditions.set(
                    ConditionType.RenewalHealthy,
                    False,
                    RenewalReason.Manual,
                    "a renewal is due, and spec.rotation.policy is Manual: set spec.rotation.rotateAfter to renew");
        } else {
            conditions.set(ConditionType.RenewalHealthy, True, RenewalReason.OnTime, advice(wish));
        }
    }

    private static boolean isManualAndDue(Wish.Granted wish, StoredToken.Intact token, Instant now) {
        var desired = wish.desired();
        return desired.rotation().renewal() == Renewal.Manual
                && !RenewalTime.of(desired.within(Observed.token(token)), desired.rotation(), desired.uid())
                        .isAfter(now);
    }

    private static void failing(
            Conditions conditions, String message, Optional<StoredToken.Intact> token, Instant now) {
        boolean expired = token.map(found -> !found.token().claims().expiresAt().isAfter(now))
                .orElse(false);
        conditions.set(
                ConditionType.RenewalHealthy,
                False,
                expired ? RenewalReason.Overdue : RenewalReason.RetryBackoff,
                message);
    }

    private static String advice(Wish.Granted wish) {
        var overlap = wish.desired().rotation().overlap();
        boolean shorterThanAMount = !overlap.isZero() && overlap.compareTo(MOUNT_LAG) < 0;
        return shorterThanAMount
                ? "an overlap of " + TokenDuration.format(overlap)
                        + " is shorter than a mounted Secret may take to follow (up to 2m): clients may see refusals"
                : "";
    }
}
