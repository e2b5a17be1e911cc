package dev.apitoken.operator.apitoken;

import static dev.apitoken.operator.kubernetes.Conditions.Status.False;
import static dev.apitoken.operator.kubernetes.Conditions.Status.True;
import static dev.apitoken.operator.kubernetes.Conditions.Status.Unknown;

import dev.apitoken.crds.ApiToken;
import dev.apitoken.crds.ConditionType;
import dev.apitoken.crds.EnforcedReason;
import dev.apitoken.crds.LiveReason;
import dev.apitoken.crds.ReadyReason;
import dev.apitoken.operator.kubernetes.Conditions;
import dev.apitoken.operator.kubernetes.Conditions.Status;
import dev.apitoken.operator.report.Enforced;
import dev.apitoken.operator.report.TokenReport;
import dev.apitoken.token.rotation.Liveness;
import dev.apitoken.token.rotation.RotationPlan;
import dev.apitoken.token.secret.StoredToken;
import io.fabric8.kubernetes.api.model.Condition;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The conditions of an ApiToken. Their meaning: docs/reference/events-and-conditions.md. */
final class ApiTokenConditions {
    private ApiTokenConditions() {}

    static List<Condition> firstLook(ApiToken token, Instant now) {
        return new Conditions(List.of(), token.getMetadata().getGeneration(), now)
                .set(ConditionType.Ready, Unknown, ReadyReason.Progressing, "the operator takes a first look")
                .set(ConditionType.Live, Unknown, LiveReason.NotIssued, "the operator takes a first look")
                .set(ConditionType.Reconciling, True, ReadyReason.Progressing, "the operator takes a first look")
                .set(ConditionType.Stalled, False, ReadyReason.Progressing, "")
                .list();
    }

    static List<Condition> of(
            Observed observed,
            Outcome outcome,
            Optional<StoredToken.Intact> token,
            Optional<String> accountProblem,
            TokenReport report,
            Instant now) {
        var resource = observed.resource();
        var before = resource.getStatus().conditions();
        var conditions = new Conditions(before, resource.getMetadata().getGeneration(), now);
        var live = liveness(observed.wish(), token, now);
        setReady(conditions, outcome, live);
        setLive(conditions, outcome, live, accountProblem);
        RenewalCondition.set(conditions, outcome, token, now);
        if (report.enforced() instanceof Enforced.NotLookedYet) {
            keepWhatGatesSaid(conditions, before);
        } else {
            setEnforced(conditions, report.enforced());
            UnusedCondition.set(conditions, observed, report, now);
        }
        return conditions.list();
    }

    private static Optional<Liveness> liveness(Wish wish, Optional<StoredToken.Intact> token, Instant now) {
        return wish instanceof Wish.Granted granted
                ? token.map(found -> Liveness.of(granted.desired(), Observed.token(found), now))
                : Optional.empty();
    }

    /** True while the token in force is as asked for, whatever is being tried meanwhile (rule E2). */
    private static void setReady(Conditions conditions, Outcome outcome, Optional<Liveness> live) {
        switch (outcome) {
            case Outcome.Settled settled ->
                conditions
                        .set(ConditionType.Ready, True, ReadyReason.AsRequested, words(settled))
                        .set(ConditionType.Reconciling, False, ReadyReason.AsRequested, "")
                        .set(ConditionType.Stalled, False, ReadyReason.AsRequested, "");
            case Outcome.Postponed postponed -> waiting(conditions, postponed.reason(), postponed.message(), live);
            case Outcome.Contested contested -> contested(conditions, contested.message(), live);
            case Outcome.Blocked(var reason, var message)
            when needsAnEdit(reason) ->
                conditions
                        .set(ConditionType.Ready, False, reason, message)
                        .set(ConditionType.Reconciling, False, reason, "")
                        .set(ConditionType.Stalled, True, reason, message);
            case Outcome.Blocked(var reason, var message) -> waiting(conditions, reason, message, live);
        }
    }

    private static void waiting(Conditions conditions, ReadyReason reason, String message, Optional<Liveness> live) {
        setReadyWhileLive(conditions, reason, message, live)
                .set(ConditionType.Reconciling, True, reason, message)
                .set(ConditionType.Stalled, False, reason, "");
    }

    private static void contested(Conditions conditions, String message, Optional<Liveness> live) {
        setReadyWhileLive(conditions, ReadyReason.SecretConflict, message, live)
                .set(ConditionType.Reconciling, False, ReadyReason.SecretConflict, "")
                .set(ConditionType.Stalled, True, ReadyReason.SecretConflict, message);
    }

    private static Conditions setReadyWhileLive(
            Conditions conditions, ReadyReason reason, String message, Optional<Liveness> live) {
        boolean stillGood = live.filter(Liveness.Live.class::isInstance).isPresent();
        return conditions.set(
                ConditionType.Ready, Status.of(stillGood), stillGood ? ReadyReason.AsRequested : reason, message);
    }

    /** An issuer may still be on its way in the same commit; the rest stays as it is until somebody edits. */
    private static boolean needsAnEdit(ReadyReason reason) {
        return switch (reason) {
            case InvalidSpec, NotAllowed, SecretConflict -> true;
            case AsRequested, Progressing, IssuerNotFound, IssuerNotReady, SigningFailed, RenewalFailed -> false;
        };
    }

    private static void setLive(
            Conditions conditions, Outcome outcome, Optional<Liveness> live, Optional<String> accountProblem) {
        live.ifPresentOrElse(
                found -> setLive(conditions, found, accountProblem),
                () -> conditions.set(ConditionType.Live, False, withoutToken(outcome), "there is no token to accept"));
    }

    private static void setLive(Conditions conditions, Liveness live, Optional<String> accountProblem) {
        switch (live) {
            case Liveness.Live alive
            when accountProblem.isPresent() ->
                conditions.set(ConditionType.Live, False, LiveReason.AccountDisabled, accountProblem.get());
            case Liveness.Live(var until) ->
                conditions.set(ConditionType.Live, True, LiveReason.Listed, "accepted until " + until);
            case Liveness.Ended(var reason) -> conditions.set(ConditionType.Live, False, ended(reason), words(reason));
        }
    }

    private static LiveReason ended(Liveness.EndReason reason) {
        return switch (reason) {
            case Disabled -> LiveReason.Disabled;
            case Denied -> LiveReason.Denied;
            case Expired -> LiveReason.Expired;
            case Superseded -> LiveReason.NotIssued;
        };
    }

    private static String words(Liveness.EndReason reason) {
        return switch (reason) {
            case Disabled -> "spec.enabled is false";
            case Denied -> "annotation " + DesiredTokens.DENIED + " stands";
            case Expired -> "the token has expired";
            case Superseded -> "the token has been superseded, and its successor is not issued yet";
        };
    }

    private static LiveReason withoutToken(Outcome outcome) {
        if (outcome instanceof Outcome.Settled settled && settled.plan() instanceof RotationPlan.Hold hold) {
            return switch (hold.reason()) {
                case Expired -> LiveReason.Expired;
                case Denied -> LiveReason.Denied;
                case Disabled -> LiveReason.Disabled;
                case Suspended -> LiveReason.NotIssued;
            };
        }
        return LiveReason.NotIssued;
    }

    private static String words(Outcome.Settled settled) {
        String plan = words(settled.plan());
        return settled.wish()
                .tolerated()
                .map(breach -> plan + "; would be refused if limits.enforce were All: " + breach.message())
                .orElse(plan);
    }

    private static String words(RotationPlan plan) {
        return switch (plan) {
            case RotationPlan.Issue issue -> "a new token is due: " + issue.reason();
            case RotationPlan.Keep keep ->
                keep.renewalTime().map(at -> "renews at " + at).orElse("is not renewed any more");
            case RotationPlan.Hold hold ->
                switch (hold.reason()) {
                    case Expired -> "has expired, as spec.expiresAt asks; a later date issues a new token";
                    case Denied -> "is denied, as annotation " + DesiredTokens.DENIED + " asks";
                    case Disabled -> "is disabled, as spec.enabled asks";
                    case Suspended -> "is left alone, as spec.suspend asks";
                };
        };
    }

    private static void keepWhatGatesSaid(Conditions conditions, List<Condition> before) {
        Conditions.find(before, ConditionType.Enforced)
                .ifPresentOrElse(conditions::keep, () -> setEnforced(conditions, new Enforced.NobodyReporting()));
        Conditions.find(before, ConditionType.Unused).ifPresent(conditions::keep);
    }

    private static void setEnforced(Conditions conditions, Enforced enforced) {
        switch (enforced) {
            case Enforced.UpToDate() ->
                conditions.set(
                        ConditionType.Enforced,
                        True,
                        EnforcedReason.UpToDate,
                        "every validator that reports goes by this state");
            case Enforced.NotCompiled() ->
                conditions.set(
                        ConditionType.Enforced, False, EnforcedReason.Lagging, "on its way into the access documents");
            case Enforced.Behind(var policy, var report) ->
                conditions.set(
                        ConditionType.Enforced,
                        False,
                        EnforcedReason.Lagging,
                        "AccessPolicy " + policy + ": the validator of ValidatorReport " + report.name()
                                + " has not applied it yet");
            case Enforced.NobodyReporting(), Enforced.NotLookedYet() ->
                conditions.set(ConditionType.Enforced, Unknown, EnforcedReason.NobodyReporting, "no validator reports");
        }
    }
}
