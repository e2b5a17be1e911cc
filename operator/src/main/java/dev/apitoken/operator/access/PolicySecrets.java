package dev.apitoken.operator.access;

import dev.apitoken.operator.access.SecretPlan.Write;
import dev.apitoken.operator.kubernetes.ObjectName;
import dev.apitoken.operator.kubernetes.SecretObject;
import dev.apitoken.token.secret.AccessSecret;
import dev.apitoken.token.secret.NamedSecret;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/** The access Secrets of one policy, to be written and removed. */
final class PolicySecrets {
    private static final Set<Integer> REFUSALS = Set.of(403, 413, 422);

    private final OwnedObjects<Secret> secrets;
    private final Supplier<Collection<Secret>> labelled;
    private final String namespace;
    private final Ownership owner;

    /** @param labelled those that bear the label of the policy, from the cache */
    PolicySecrets(
            OwnedObjects<Secret> secrets, Supplier<Collection<Secret>> labelled, String namespace, Ownership owner) {
        this.secrets = secrets;
        this.labelled = labelled;
        this.namespace = namespace;
        this.owner = owner;
    }

    WriteOutcome put(NamedSecret named) {
        var secret = SecretObject.of(new ObjectName(namespace, named.name()), named.content());
        secret.getMetadata().setOwnerReferences(List.of(owner.reference()));
        return secrets.put(owner, secret);
    }

    /** A quota or an admission rule may refuse a new Secret and let those that stand be changed. */
    WriteOutcome create(NamedSecret named) {
        try {
            return put(named);
        } catch (KubernetesClientException e) {
            if (!REFUSALS.contains(e.getCode())) {
                throw e;
            }
            return new WriteOutcome.Failed(e.getCode());
        }
    }

    /** Whoever has rights on policies only could otherwise name one after a Secret of others, and read it (rule O4). */
    List<String> notForeign(Set<String> names) {
        return names.stream()
                .filter(name -> !secrets.isForeign(owner, named(name)))
                .toList();
    }

    private Secret named(String name) {
        return new SecretBuilder()
                .withNewMetadata()
                .withNamespace(namespace)
                .withName(name)
                .endMetadata()
                .build();
    }

    /** Which of ours a revision names no more. */
    List<Secret> obsolete(Write write) {
        return labelled.get().stream()
                .filter(secret -> SecretPlan.isOurs(owner, secret))
                .filter(secret -> !write.names().contains(secret.getMetadata().getName()))
                .filter(secret -> secret.getMetadata().getName().startsWith(AccessSecret.headName(owner.name())))
                .toList();
    }

    void delete(Secret obsolete) {
        secrets.delete(owner, obsolete);
    }
}
