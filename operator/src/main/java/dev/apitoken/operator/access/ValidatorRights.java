package dev.apitoken.operator.access;

import dev.apitoken.operator.kubernetes.ObjectName;
import dev.apitoken.token.secret.AccessSecret;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.rbac.PolicyRule;
import io.fabric8.kubernetes.api.model.rbac.PolicyRuleBuilder;
import io.fabric8.kubernetes.api.model.rbac.Role;
import io.fabric8.kubernetes.api.model.rbac.RoleBinding;
import io.fabric8.kubernetes.api.model.rbac.RoleBindingBuilder;
import io.fabric8.kubernetes.api.model.rbac.RoleBuilder;
import io.fabric8.kubernetes.api.model.rbac.Subject;
import io.fabric8.kubernetes.api.model.rbac.SubjectBuilder;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;

/** What a policy's validators may do: read this policy's own access Secrets by name, write reports. Nothing else. */
final class ValidatorRights {
    private ValidatorRights() {}

    /** Role and RoleBinding are named as the head: a policy needs one of each, whoever its validators run as. */
    static ObjectName name(String namespace, String policy) {
        return new ObjectName(namespace, AccessSecret.headName(policy));
    }

    static Role role(String namespace, Ownership owner, SortedSet<String> secrets) {
        return new RoleBuilder()
                .withMetadata(metadata(namespace, owner))
                .withRules(readSecrets(secrets), writeReports())
                .build();
    }

    static RoleBinding binding(String namespace, Ownership owner, List<String> serviceAccounts) {
        return new RoleBindingBuilder()
                .withMetadata(metadata(namespace, owner))
                .withNewRoleRef()
                .withApiGroup("rbac.authorization.k8s.io")
                .withKind("Role")
                .withName(AccessSecret.headName(owner.name()))
                .endRoleRef()
                .withSubjects(serviceAccounts.stream()
                        .map(account -> subject(namespace, account))
                        .toList())
                .build();
    }

    /** A rule without names would be one for every Secret of the namespace. */
    private static PolicyRule readSecrets(SortedSet<String> names) {
        if (names.isEmpty()) {
            throw new IllegalArgumentException("no Secret to give a right to");
        }
        return new PolicyRuleBuilder()
                .withApiGroups("")
                .withResources("secrets")
                .withResourceNames(List.copyOf(names))
                .withVerbs("get", "watch")
                .build();
    }

    /** Neither get nor list: what a validator reports is no business of another. */
    private static PolicyRule writeReports() {
        return new PolicyRuleBuilder()
                .withApiGroups("apitoken.dev")
                .withResources("validatorreports")
                .withVerbs("create", "patch")
                .build();
    }

    private static Subject subject(String namespace, String serviceAccount) {
        return new SubjectBuilder()
                .withKind("ServiceAccount")
                .withNamespace(namespace)
                .withName(serviceAccount)
                .build();
    }

    private static ObjectMeta metadata(String namespace, Ownership owner) {
        return new ObjectMetaBuilder()
                .withNamespace(namespace)
                .withName(AccessSecret.headName(owner.name()))
                .withLabels(Map.of(AccessSecret.LABEL, owner.name()))
                .withOwnerReferences(owner.reference())
                .build();
    }
}
