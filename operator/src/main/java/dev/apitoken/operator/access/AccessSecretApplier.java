package dev.apitoken.operator.access;

import dev.apitoken.operator.access.SecretPlan.Write;
import dev.apitoken.operator.kubernetes.ObjectName;
import dev.apitoken.token.secret.NamedSecret;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;
import java.util.function.Function;

/**
 * Writes the access Secrets of one policy: rights to read a new shard, then shards, then the head that names them, then
 * nothing names the old ones and they go.
 */
final class AccessSecretApplier {
    private final OwnedObjects<Secret> secrets;
    private final Function<ObjectName, Collection<Secret>> ofPolicy;
    private final ValidatorAccess rights;
    private final BooleanSupplier leads;
    private final InstantSource clock;

    /**
     * @param ofPolicy the access Secrets that bear the label of a policy, from the cache
     * @param leads whether it is this operator that acts, as the API server says it
     */
    AccessSecretApplier(
            OwnedObjects<Secret> secrets,
            Function<ObjectName, Collection<Secret>> ofPolicy,
            ValidatorAccess rights,
            BooleanSupplier leads,
            InstantSource clock) {
        this.secrets = secrets;
        this.ofPolicy = ofPolicy;
        this.rights = rights;
        this.leads = leads;
        this.clock = clock;
    }

    /** @param last of this policy */
    ApplyOutcome apply(ObjectName policy, ParsedPolicy parsed, Compilation compiled, LastWrite last) {
        var owner = new Ownership(policy.name(), parsed.uid());
        var target = new Target(
                new PolicySecrets(secrets, () -> ofPolicy.apply(policy), policy.namespace(), owner),
                policy.namespace(),
                owner,
                parsed.serviceAccounts());
        var standing = new StandingSecrets(owner, name -> secrets.newest(new ObjectName(policy.namespace(), name)));
        var plan = SecretPlan.of(standing, compiled, last, clock.instant());
        if (isOverSomebodyElses(standing, plan, last) && !leads.getAsBoolean()) {
            return new ApplyOutcome.Stale();
        }
        return switch (attempt(target, standing, plan)) {
            case Attempt.Ended(var outcome) -> outcome;
            case Attempt.Obstructed(var obstacle) ->
                SecretPlan.within(standing, compiled, last, clock.instant())
                        .flatMap(less -> less instanceof Write write ? Optional.of(write) : Optional.empty())
                        .map(write -> carryOut(target, write, Optional.of(obstacle)))
                        .orElseGet(() -> withoutDocument(target, plan, obstacle));
        };
    }

    /**
     * A successor may have written it. Who was paused meanwhile sees its head perhaps before it sees why it says so, and
     * would list again what was ended; what nobody else wrote is guarded by the precondition of our write (rule F9).
     */
    private static boolean isOverSomebodyElses(StandingSecrets standing, SecretPlan plan, LastWrite last) {
        return plan instanceof Write write && !write.writes().isEmpty() && standing.isSomebodyElses(last);
    }

    private Attempt attempt(Target target, StandingSecrets standing, SecretPlan plan) {
        return switch (plan) {
            case SecretPlan.Conflict(var secret) -> new Attempt.Obstructed(new Obstacle.ForeignSecret(secret));
            case Write write
            when standing.suffice(write) -> new Attempt.Ended(carryOut(target, write, Optional.empty()));
            case Write write -> withNewSecrets(target, standing, write);
        };
    }

    /** Validators may read all of it already, so nothing about their rights holds it up, and it nothing about them. */
    private ApplyOutcome carryOut(Target target, Write write, Optional<Obstacle> obstacle) {
        var obsolete =
                obstacle.isPresent() ? List.<Secret>of() : target.secrets().obsolete(write);
        WriteOutcome put;
        WriteOutcome granted;
        try {
            put = putAll(target, write.writes());
        } finally {
            // A right that was taken away is taken away whatever became of the Secrets.
            granted = grant(target, write, obsolete);
        }
        if (!(put instanceof WriteOutcome.Done)) {
            return new ApplyOutcome.Stale();
        }
        obsolete.forEach(target.secrets()::delete);
        return stands(write, granted, obstacle);
    }

    private WriteOutcome putAll(Target target, List<NamedSecret> wanted) {
        for (var secret : wanted) {
            var outcome = target.secrets().put(secret);
            if (!(outcome instanceof WriteOutcome.Done)) {
                return outcome;
            }
        }
        return new WriteOutcome.Done();
    }

    /** First the right to read it, then the new Secret, then the others: a validator never meets what it may not read. */
    private Attempt withNewSecrets(Target target, StandingSecrets standing, Write write) {
        var obsolete = target.secrets().obsolete(write);
        var granted = grant(target, write, obsolete);
        if (granted instanceof WriteOutcome.Stale) {
            return new Attempt.Ended(new ApplyOutcome.Stale());
        }
        if (!(granted instanceof WriteOutcome.Done) && standing.head().isPresent()) {
            return new Attempt.Obstructed(new Obstacle.NoRights());
        }
        for (var secret : write.writes()) {
            boolean isNew = standing.find(secret.name()).isEmpty();
            switch (isNew ? target.secrets().create(secret) : target.secrets().put(secret)) {
                case WriteOutcome.Done() -> {}
                case WriteOutcome.Foreign() -> {
                    return new Attempt.Obstructed(new Obstacle.ForeignSecret(secret.name()));
                }
                case WriteOutcome.Failed(int status) -> {
                    return new Attempt.Obstructed(new Obstacle.Refused(secret.name(), status));
                }
                case WriteOutcome.Stale() -> {
                    return new Attempt.Ended(new ApplyOutcome.Stale());
                }
            }
        }
        obsolete.forEach(target.secrets()::delete);
        return new Attempt.Ended(stands(write, granted, Optional.empty()));
    }

    /** Nothing stands that could be kept up to date. */
    private ApplyOutcome withoutDocument(Target target, SecretPlan plan, Obstacle obstacle) {
        return switch (obstacle) {
            case Obstacle.ForeignSecret(var secret) -> {
                withdraw(target);
                yield new ApplyOutcome.Conflict(secret);
            }
            case Obstacle.Refused(var secret, int status) -> new ApplyOutcome.Refused(secret, status);
            case Obstacle.NoRights() ->
                plan instanceof Write write ? carryOut(target, write, Optional.empty()) : new ApplyOutcome.Stale();
        };
    }

    private static ApplyOutcome stands(Write write, WriteOutcome granted, Optional<Obstacle> obstacle) {
        return new ApplyOutcome.Stands(
                write.content(), write.revision(), write.writes().size(), write.fill(), granted, obstacle);
    }

    /** Rights that cannot be granted hold up no end of a token: they are told, and the Secrets are written all the same. */
    private WriteOutcome grant(Target target, Write write, List<Secret> obsolete) {
        try {
            var readable = new TreeSet<>(target.secrets().notForeign(write.names()));
            obsolete.forEach(secret -> readable.add(secret.getMetadata().getName()));
            return rights.apply(target.namespace(), target.owner(), target.serviceAccounts(), readable);
        } catch (KubernetesClientException e) {
            return new WriteOutcome.Failed(e.getCode());
        }
    }

    /** They may have been granted a moment before the foreign Secret came; without a document there is nothing to read. */
    private void withdraw(Target target) {
        rights.remove(target.namespace(), target.owner());
    }

    private record Target(PolicySecrets secrets, String namespace, Ownership owner, List<String> serviceAccounts) {}

    /** What became of a plan that needs a new Secret. */
    private sealed interface Attempt {
        record Ended(ApplyOutcome outcome) implements Attempt {}

        record Obstructed(Obstacle obstacle) implements Attempt {}
    }
}
