package dev.apitoken.operator.access;

import dev.apitoken.operator.access.SecretPlan.Write;
import dev.apitoken.operator.kubernetes.ObjectName;
import dev.apitoken.operator.kubernetes.SecretObject;
import dev.apitoken.token.secret.AccessSecret;
import dev.apitoken.token.secret.NamedSecret;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * Writes the access Secrets of one policy: rights to read a new shard, then shards, then the head that names them, then
 * nothing names the old ones and they go.
 */
final class AccessSecretApplier {
    private final OwnedObjects<Secret> secrets;
    private final Function<ObjectName, Collection<Secret>> ofPolicy;
    private final ValidatorAccess rights;
    private final InstantSource clock;

    /** @param ofPolicy the access Secrets that bear the label of a policy, from the cache */
    AccessSecretApplier(
            OwnedObjects<Secret> secrets,
            Function<ObjectName, Collection<Secret>> ofPolicy,
            ValidatorAccess rights,
            InstantSource clock) {
        this.secrets = secrets;
        this.ofPolicy = ofPolicy;
        this.rights = rights;
        this.clock = clock;
    }

    /** @param last of this policy */
    ApplyOutcome apply(ObjectName policy, ParsedPolicy parsed, Compilation compiled, LastWrite last) {
        var owner = new Ownership(policy.name(), parsed.uid());
        Function<String, Optional<Secret>> found = name -> secrets.newest(new ObjectName(policy.namespace(), name));
        return switch (SecretPlan.of(owner, compiled, last, found, clock.instant())) {
            case SecretPlan.Conflict(var secret) -> new ApplyOutcome.Conflict(secret);
            case Write write -> apply(policy, owner, parsed.serviceAccounts(), write);
        };
    }

    /** Rights that cannot be granted hold up no end of a token: they are told, and the Secrets are written all the same. */
    private ApplyOutcome apply(ObjectName policy, Ownership owner, List<String> serviceAccounts, Write write) {
        var obsolete = obsolete(policy, owner, write);
        var readable = new TreeSet<>(write.names());
        obsolete.forEach(secret -> readable.add(secret.getMetadata().getName()));
        var granted = grant(policy.namespace(), owner, serviceAccounts, readable);
        for (var secret : write.writes()) {
            switch (secrets.put(owner, secretOf(policy.namespace(), owner, secret))) {
                case WriteOutcome.Done() -> {}
                case WriteOutcome.Foreign() -> {
                    return new ApplyOutcome.Conflict(secret.name());
                }
                case WriteOutcome.Stale(), WriteOutcome.Failed _ -> {
                    return new ApplyOutcome.Stale();
                }
            }
        }
        obsolete.forEach(secret -> secrets.delete(owner, secret));
        return new ApplyOutcome.Stands(write.revision(), write.writes().size(), granted);
    }

    private WriteOutcome grant(
            String namespace, Ownership owner, List<String> serviceAccounts, SortedSet<String> readable) {
        try {
            return rights.apply(namespace, owner, serviceAccounts, readable);
        } catch (KubernetesClientException e) {
            return new WriteOutcome.Failed(e.getCode());
        }
    }

    private List<Secret> obsolete(ObjectName policy, Ownership owner, Write write) {
        return ofPolicy.apply(policy).stream()
                .filter(secret -> SecretPlan.isOurs(owner, secret))
                .filter(secret -> !write.names().contains(secret.getMetadata().getName()))
                .filter(secret -> secret.getMetadata().getName().startsWith(AccessSecret.headName(owner.name())))
                .toList();
    }

    private static Secret secretOf(String namespace, Ownership owner, NamedSecret named) {
        var secret = SecretObject.of(new ObjectName(namespace, named.name()), named.content());
        secret.getMetadata().setOwnerReferences(List.of(owner.reference()));
        return secret;
    }
}
