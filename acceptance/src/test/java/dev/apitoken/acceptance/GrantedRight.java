package dev.apitoken.acceptance;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.rbac.ClusterRole;
import io.fabric8.kubernetes.api.model.rbac.PolicyRule;
import io.fabric8.kubernetes.api.model.rbac.Role;
import java.util.List;
import java.util.stream.Stream;

/**
 * The smallest piece of an RBAC rule: one verb on one resource.
 *
 * @param namespace where it holds; {@code *} for everywhere
 * @param resource with its subresource after a slash
 */
record GrantedRight(String namespace, String verb, String group, String resource) {
    static Stream<GrantedRight> of(HasMetadata object) {
        return switch (object) {
            case ClusterRole role -> of("*", role.getRules());
            case Role role -> of(role.getMetadata().getNamespace(), role.getRules());
            default -> Stream.empty();
        };
    }

    private static Stream<GrantedRight> of(String namespace, List<PolicyRule> rules) {
        return rules.stream()
                .flatMap(rule -> rule.getApiGroups().stream()
                        .flatMap(group -> rule.getResources().stream()
                                .flatMap(resource -> rule.getVerbs().stream()
                                        .map(verb -> new GrantedRight(namespace, verb, group, resource)))));
    }

    boolean covers(GrantedRight used) {
        return (namespace.equals("*") || namespace.equals(used.namespace()))
                && verb.equals(used.verb())
                && group.equals(used.group())
                && resource.equals(used.resource());
    }

    GrantedRight in(String other) {
        return new GrantedRight(other, verb, group, resource);
    }
}
