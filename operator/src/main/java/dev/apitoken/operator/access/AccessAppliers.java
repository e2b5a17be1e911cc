package dev.apitoken.operator.access;

import dev.apitoken.operator.kubernetes.ObjectName;
import dev.apitoken.operator.kubernetes.Watch;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.rbac.RoleBinding;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.InstantSource;
import java.util.function.BiPredicate;
import java.util.function.BooleanSupplier;

/** The appliers, each beside the watch of what it writes. */
final class AccessAppliers {
    private AccessAppliers() {}

    /**
     * @param changes is told when somebody else changed what was written
     * @param leads asks the API server whether it is this operator that acts
     */
    static AccessSecretApplier of(
            KubernetesClient client,
            AccessWatches watches,
            Changes changes,
            BooleanSupplier leads,
            InstantSource clock) {
        var secrets = new OwnedObjects<>(
                client,
                own(watches.secrets(), changes),
                SecretPlan::isOurs,
                (there, wanted) -> Boolean.TRUE.equals(there.getImmutable()));
        var roles =
                new OwnedObjects<>(client, own(watches.roles(), changes), Ownership::covers, (there, wanted) -> false);
        BiPredicate<RoleBinding, RoleBinding> bindsAnotherRole =
                (there, wanted) -> !wanted.getRoleRef().equals(there.getRoleRef());
        var bindings =
                new OwnedObjects<>(client, own(watches.bindings(), changes), Ownership::covers, bindsAnotherRole);
        return new AccessSecretApplier(
                secrets,
                policy -> watches.secrets().underKey(policy.toString()),
                new ValidatorAccess(roles, bindings),
                leads,
                clock);
    }

    private static <T extends HasMetadata> OwnWrites<T> own(Watch<T> watch, Changes changes) {
        return new OwnWrites<>(
                watch,
                changed -> Ownership.policyOf(changed)
                        .map(policy -> new ObjectName(changed.getMetadata().getNamespace(), policy))
                        .ifPresent(policy -> changes.add(new Change.Written(policy))));
    }
}
