package dev.apitoken.operator.apitoken;

import static dev.apitoken.operator.kubernetes.Conditions.Status.False;
import static dev.apitoken.operator.kubernetes.Conditions.Status.True;

import dev.apitoken.crds.ConditionType;
import dev.apitoken.crds.RenewalReason;
import dev.apitoken.operator.kubernetes.Conditions;
import dev.apitoken.operator.restart.RestartOutcome;
import dev.apitoken.token.TokenDuration;
import dev.apitoken.token.secret.StoredToken;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Whether renewals happen on time. Its message also warns of what will not go well at the next one. */
final class RenewalCondition {
    /** A mounted Secret follows 30 to 100 s after the API server (rule A17). */
    private static final Duration MOUNT_LAG = Duration.ofMinutes(2);

    private RenewalCondition() {}

    static void set(Conditions conditions, Outcome outcome, Optional<StoredToken.Intact> token, Instant now) {
        switch (outcome) {
            case Outcome.Settled settled -> settled(conditions, settled, token, now);
            case Outcome.Postponed postponed ->
                failing(conditions, postponed.renewal(), postponed.message(), token, now);
            case Outcome.Contested contested ->
                failing(conditions, RenewalReason.RetryBackoff, contested.message(), token, now);
            case Outcome.Blocked blocked ->
                failing(conditions, RenewalReason.RetryBackoff, blocked.message(), token, now);
        }
    }

    private static void settled(
            Conditions conditions, Outcome.Settled settled, Optional<StoredToken.Intact> token, Instant now) {
        var manual = ManualRenewal.of(settled.wish().desired(), token.map(Observed::token), now);
        boolean isDue = manual.filter(ManualRenewal::isDue).isPresent();
        String message = Stream.of(
                        isDue ? Stream.of("a renewal is due, and spec.rotation.policy is Manual") : Stream.<String>of(),
                        manual.flatMap(ManualRenewal::notice).map(ManualRenewal::words).stream(),
                        manual.stream().map(m -> "set spec.rotation.rotateAfter to renew it"),
                        shortOverlap(settled.wish()).stream(),
                        settled.restarts().stream().flatMap(restart -> trouble(restart).stream()))
                .flatMap(words -> words)
                .collect(Collectors.joining("; "));
        conditions.set(
                ConditionType.RenewalHealthy,
                isDue ? False : True,
                isDue ? RenewalReason.Manual : RenewalReason.OnTime,
                message);
    }

    /** Whether a token has expired cannot be told with a clock that is wrong. */
    private static void failing(
            Conditions conditions,
            RenewalReason reason,
            String message,
            Optional<StoredToken.Intact> token,
            Instant now) {
        boolean expired = reason == RenewalReason.RetryBackoff
                && token.filter(found -> !found.token().claims().expiresAt().isAfter(now))
                        .isPresent();
        conditions.set(ConditionType.RenewalHealthy, False, expired ? RenewalReason.Overdue : reason, message);
    }

    private static Optional<String> shortOverlap(Wish.Granted wish) {
        var overlap = wish.desired().rotation().overlap();
        boolean shorterThanAMount = !overlap.isZero() && overlap.compareTo(MOUNT_LAG) < 0;
        return shorterThanAMount
                ? Optional.of("an overlap of " + TokenDuration.format(overlap)
                        + " is shorter than a mounted Secret may take to follow (up to 2m): clients may see refusals")
                : Optional.empty();
    }

    private static Optional<String> trouble(RestartOutcome restart) {
        return switch (restart) {
            case RestartOutcome.Due _, RestartOutcome.Restarted _, RestartOutcome.Younger _ -> Optional.empty();
            case RestartOutcome.NotThere(var target) ->
                Optional.of("restart target " + target + " is not there: create it, or take it out of restartTargets");
            case RestartOutcome.Refused(var target, int code) ->
                Optional.of("restart target " + target + " could not be restarted (HTTP " + code
                        + ") and is tried again every minute");
        };
    }
}
