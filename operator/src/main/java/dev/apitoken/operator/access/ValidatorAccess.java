package dev.apitoken.operator.access;

import dev.apitoken.operator.kubernetes.ObjectName;
import dev.apitoken.token.secret.AccessSecret;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.rbac.Role;
import io.fabric8.kubernetes.api.model.rbac.RoleBinding;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedSet;

/** Keeps a policy's Role and RoleBinding as they should be. */
final class ValidatorAccess {
    private final OwnedObjects<Role> roles;
    private final OwnedObjects<RoleBinding> bindings;

    ValidatorAccess(OwnedObjects<Role> roles, OwnedObjects<RoleBinding> bindings) {
        this.roles = roles;
        this.bindings = bindings;
    }

    /**
     * A foreign Role is bound to nobody: the operator holds more rights than a policy's author, so the API server would
     * let it hand on whatever that Role gives (rule O5).
     *
     * @param secrets every Secret a validator may have to read, those that are still to be written included
     */
    WriteOutcome apply(String namespace, Ownership owner, List<String> serviceAccounts, SortedSet<String> secrets) {
        if (serviceAccounts.isEmpty() || secrets.isEmpty()) {
            return remove(namespace, owner);
        }
        var name = ValidatorRights.name(namespace, owner.name());
        return switch (apply(name, owner, ValidatorRights.role(namespace, owner, secrets))) {
            case WriteOutcome.Done() -> apply(name, owner, ValidatorRights.binding(namespace, owner, serviceAccounts));
            case WriteOutcome.Foreign() -> worse(remove(bindings, owner, name), new WriteOutcome.Foreign());
            case WriteOutcome.Stale stale -> stale;
            case WriteOutcome.Failed failed -> failed;
        };
    }

    WriteOutcome remove(String namespace, Ownership owner) {
        var name = ValidatorRights.name(namespace, owner.name());
        return worse(remove(bindings, owner, name), remove(roles, owner, name));
    }

    private WriteOutcome apply(ObjectName name, Ownership owner, Role wanted) {
        boolean stands = roles.newest(name)
                .filter(there -> owner.covers(there) && isLabelled(there))
                .filter(there -> wanted.getRules().equals(there.getRules()))
                .isPresent();
        return stands ? new WriteOutcome.Done() : roles.put(owner, wanted);
    }

    private WriteOutcome apply(ObjectName name, Ownership owner, RoleBinding wanted) {
        boolean stands = bindings.newest(name)
                .filter(there -> owner.covers(there) && isLabelled(there))
                .filter(there -> wanted.getRoleRef().equals(there.getRoleRef()))
                .filter(there -> wanted.getSubjects().equals(there.getSubjects()))
                .isPresent();
        return stands ? new WriteOutcome.Done() : bindings.put(owner, wanted);
    }

    /** What is not ours grants nothing of ours, so it is no obstacle to removing nothing. */
    private static <T extends HasMetadata> WriteOutcome remove(
            OwnedObjects<T> objects, Ownership owner, ObjectName name) {
        return objects.newest(name)
                .filter(owner::covers)
                .map(there -> objects.delete(owner, there))
                .orElseGet(WriteOutcome.Done::new);
    }

    private static boolean isLabelled(HasMetadata object) {
        return Objects.requireNonNullElse(object.getMetadata().getLabels(), Map.<String, String>of())
                .containsKey(AccessSecret.LABEL);
    }

    private static WriteOutcome worse(WriteOutcome first, WriteOutcome second) {
        return first instanceof WriteOutcome.Done ? second : first;
    }
}
