package dev.apitoken.operator.access;

import dev.apitoken.crds.AccessPolicy;
import dev.apitoken.operator.kubernetes.ObjectName;
import dev.apitoken.operator.kubernetes.Watch;
import dev.apitoken.token.secret.AccessSecret;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.rbac.Role;
import io.fabric8.kubernetes.api.model.rbac.RoleBinding;
import java.util.List;
import java.util.stream.Stream;

/** What this folder keeps in view: policies, and what was made for them, known by our label. */
public record AccessWatches(
        Watch<AccessPolicy> policies, Watch<Secret> secrets, Watch<Role> roles, Watch<RoleBinding> bindings) {

    /** The label that every object made for a policy bears; its value is the policy's name. */
    public static final String LABEL = AccessSecret.LABEL;

    /** For {@link Watch#keyedBy}: finds all Secrets of a policy. */
    public static List<String> key(Secret secret) {
        return Ownership.policyOf(secret).stream()
                .map(policy -> new ObjectName(secret.getMetadata().getNamespace(), policy).toString())
                .toList();
    }

    public Stream<Watch<?>> all() {
        return Stream.of(policies, secrets, roles, bindings);
    }
}
