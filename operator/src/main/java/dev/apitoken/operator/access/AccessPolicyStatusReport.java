package dev.apitoken.operator.access;

import dev.apitoken.crds.AccessPolicy;
import dev.apitoken.crds.AccessPolicyStatus;
import dev.apitoken.crds.ConditionType;
import dev.apitoken.operator.access.Enforcement.Conflict;
import dev.apitoken.operator.access.Enforcement.Enforced;
import dev.apitoken.operator.access.Enforcement.Failed;
import dev.apitoken.operator.access.Enforcement.Unreadable;
import dev.apitoken.operator.kubernetes.Conditions;
import dev.apitoken.operator.kubernetes.Conditions.Status;
import dev.apitoken.token.secret.AccessSecret;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The whole status of an AccessPolicy: the one place where its conditions are set. */
final class AccessPolicyStatusReport {
    private AccessPolicyStatusReport() {}

    static boolean isMissing(AccessPolicy policy) {
        return policy.getStatus().conditions().isEmpty();
    }

    /** Before anything was compiled (rule E1). */
    static AccessPolicyStatus firstLook(AccessPolicy policy, Instant now) {
        var conditions = conditions(policy, now)
                .set(ConditionType.Ready, Status.Unknown, PolicyReason.Progressing, "")
                .set(ConditionType.Reconciling, Status.True, PolicyReason.Progressing, "")
                .set(ConditionType.Stalled, Status.False, PolicyReason.Progressing, "");
        return status(policy, conditions, null, null, null, List.of());
    }

    /** Since when it has always had a validator that reports, as far as its status tells. */
    static Optional<Instant> reportingSince(AccessPolicy policy) {
        return Optional.ofNullable(policy.getStatus())
                .flatMap(status -> Optional.ofNullable(status.validators()))
                .flatMap(validators -> Optional.ofNullable(validators.reportingSince()))
                .map(Instant::parse);
    }

    static AccessPolicyStatus of(AccessPolicy policy, Enforcement enforcement, ReportedGates reported, Instant now) {
        var before = policy.getStatus();
        Optional<Long> written = enforcement instanceof Enforced enforced
                        && enforced.problem().isEmpty()
                        && enforced.shortage().isEmpty()
                ? Optional.of(enforced.revision())
                : Optional.empty();
        var validators = EnforcedCondition.count(reported, written, before.validators(), now);
        return switch (enforcement) {
            case Enforced enforced -> {
                var conditions = conditions(policy, now);
                judge(conditions, policy, enforced);
                EnforcedCondition.set(conditions, reported.gates(), written);
                yield status(
                        policy,
                        conditions,
                        (long) enforced.tokens(),
                        enforced.revision(),
                        validators,
                        enforced.notListed());
            }
            case Unreadable(var generation, var problem) ->
                status(
                        policy,
                        stall(unenforced(policy, reported, now), PolicyReason.InvalidSpec, words(problem)),
                        null,
                        null,
                        validators,
                        List.of());
            case Conflict(var generation, var secret) ->
                status(
                        policy,
                        stall(unenforced(policy, reported, now), PolicyReason.SecretConflict, foreign(secret)),
                        before.tokens(),
                        before.revision(),
                        validators,
                        List.of());
            case Failed(var generation, var cause) ->
                status(
                        policy,
                        retrying(unenforced(policy, reported, now), PolicyReason.WriteFailed, cause),
                        before.tokens(),
                        before.revision(),
                        validators,
                        List.of());
        };
    }

    private static void judge(Conditions conditions, AccessPolicy policy, Enforced enforced) {
        if (enforced.problem().isPresent()) {
            stall(
                    conditions,
                    PolicyReason.InvalidSpec,
                    words(enforced.problem().get()) + "; what was in force before stays in force");
            return;
        }
        if (enforced.shortage().isPresent()) {
            judge(conditions, enforced.shortage().get());
            return;
        }
        String name = AccessSecret.headName(policy.getMetadata().getName());
        switch (enforced.rights()) {
            case WriteOutcome.Done() ->
                conditions
                        .set(ConditionType.Ready, Status.True, PolicyReason.AsRequested, inForce(enforced))
                        .set(ConditionType.Reconciling, Status.False, PolicyReason.AsRequested, "")
                        .set(ConditionType.Stalled, Status.False, PolicyReason.AsRequested, "");
            case WriteOutcome.Foreign() ->
                stall(
                        conditions,
                        PolicyReason.RightsNotGranted,
                        "Role or RoleBinding " + name + " belongs to somebody else; delete it, or give the validators"
                                + " their rights yourself and set validators.serviceAccounts to []");
            case WriteOutcome.Failed(int status) ->
                retrying(
                        conditions,
                        PolicyReason.RightsNotGranted,
                        "Role or RoleBinding " + name + " could not be written: HTTP " + status);
            case WriteOutcome.Stale() ->
                retrying(conditions, PolicyReason.RightsNotGranted, "Role or RoleBinding " + name + " just changed");
        }
    }

    private static void judge(Conditions conditions, Enforcement.Shortage shortage) {
        String rest = shortage.missing() == 0
                ? "; every token found room in those that are there"
                : "; " + shortage.missing() + " tokens are not listed for want of room; ends of tokens are in force";
        switch (shortage.obstacle()) {
            case Obstacle.ForeignSecret(var secret) ->
                stall(conditions, PolicyReason.SecretConflict, foreign(secret) + rest);
            case Obstacle.Refused(var secret, int status) ->
                retrying(
                        conditions,
                        PolicyReason.WriteFailed,
                        "the API server answered " + status + " to the creation of Secret " + secret + rest);
            case Obstacle.NoRights() ->
                retrying(
                        conditions,
                        PolicyReason.RightsNotGranted,
                        "the validators could not be given the right to read another Secret" + rest);
        }
    }

    private static String foreign(String secret) {
        return "Secret " + secret + " belongs to somebody else; delete or rename it, or rename this policy";
    }

    /** In a sidecar the peer of every request is usually a proxy, so a filter meets its address, not the client's. */
    private static String inForce(Enforced enforced) {
        return enforced.filteredByPeer() == 0
                ? "the access Secret is up to date"
                : "the access Secret is up to date; " + enforced.filteredByPeer()
                        + " of its tokens have allowedSources, and as trustedProxies is empty they are compared with"
                        + " the address of whoever connects, which may be a proxy";
    }

    private static Conditions unenforced(AccessPolicy policy, ReportedGates reported, Instant now) {
        var conditions = conditions(policy, now);
        EnforcedCondition.set(conditions, reported.gates(), Optional.empty());
        return conditions;
    }

    private static Conditions stall(Conditions conditions, PolicyReason reason, String message) {
        return conditions
                .set(ConditionType.Ready, Status.False, reason, message)
                .set(ConditionType.Reconciling, Status.False, reason, "")
                .set(ConditionType.Stalled, Status.True, reason, message);
    }

    private static Conditions retrying(Conditions conditions, PolicyReason reason, String message) {
        return conditions
                .set(ConditionType.Ready, Status.False, reason, message)
                .set(ConditionType.Reconciling, Status.True, reason, message)
                .set(ConditionType.Stalled, Status.False, reason, "");
    }

    private static String words(ParsedSettings.Invalid problem) {
        return "spec." + problem.field() + " " + problem.message();
    }

    private static Conditions conditions(AccessPolicy policy, Instant now) {
        return new Conditions(
                policy.getStatus().conditions(), policy.getMetadata().getGeneration(), now);
    }

    private static AccessPolicyStatus status(
            AccessPolicy policy,
            Conditions conditions,
            @Nullable Long tokens,
            @Nullable Long revision,
            AccessPolicyStatus.@Nullable ValidatorCount validators,
            List<NotListed> notListed) {
        var metadata = policy.getMetadata();
        return new AccessPolicyStatus(
                metadata.getGeneration(),
                conditions.list(),
                Objects.requireNonNullElse(policy.getSpec().audience(), metadata.getNamespace()),
                AccessSecret.headName(metadata.getName()),
                tokens,
                revision,
                validators,
                notListed.stream()
                        .map(each -> new AccessPolicyStatus.NotListed(
                                each.namespace(), each.name(), each.reason().name()))
                        .toList());
    }
}
