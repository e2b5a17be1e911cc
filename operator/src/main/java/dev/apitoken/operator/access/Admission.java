package dev.apitoken.operator.access;

import dev.apitoken.operator.access.TokenOrigin.NamespaceScope;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * Whether a policy admits the tokens of an issuer from a namespace, and which of their roles count. Over the border of
 * a namespace three must agree: the policy's author ({@code tokensFrom}), the cluster's administrator ({@code
 * policyNamespaces} of a ClusterTokenIssuer), and, for each role, the policy's author again: otherwise a tenant could
 * give itself a role at a foreign gate (rules D1, D5).
 */
record Admission(Optional<Set<String>> roles) {
    /**
     * Entries that admit the same token add up.
     *
     * @return empty: not admitted
     */
    static Optional<Admission> of(
            CompilablePolicy policy, String namespace, CompilableIssuer issuer, CompileInputs inputs) {
        return policy.origins().stream()
                .filter(origin -> admits(origin, policy.namespace(), namespace, issuer, inputs))
                .map(origin ->
                        new Admission(rolesFrom(origin, policy.namespace().equals(namespace))))
                .reduce(Admission::or);
    }

    boolean counts(String role) {
        return roles.map(only -> only.contains(role)).orElse(true);
    }

    private static boolean admits(
            TokenOrigin origin, String gate, String namespace, CompilableIssuer issuer, CompileInputs inputs) {
        return isIn(origin, gate, namespace, inputs)
                && origin.issuer().map(issuer.id()::equals).orElse(true)
                && (gate.equals(namespace) || mayCross(issuer, gate, inputs));
    }

    private static boolean isIn(TokenOrigin origin, String gate, String namespace, CompileInputs inputs) {
        return switch (origin.namespaces()) {
            case NamespaceScope.Same() -> gate.equals(namespace);
            case NamespaceScope.All() -> true;
            case NamespaceScope.Selected(var labels) -> inputs.isSelected(namespace, labels);
        };
    }

    private static boolean mayCross(CompilableIssuer issuer, String gate, CompileInputs inputs) {
        return issuer.id().isClusterWide()
                && issuer.policyNamespaces()
                        .map(labels -> inputs.isSelected(gate, labels))
                        .orElse(false);
    }

    private static Optional<Set<String>> rolesFrom(TokenOrigin origin, boolean sameNamespace) {
        return sameNamespace ? origin.roles() : Optional.of(origin.roles().orElse(Set.of()));
    }

    private Admission or(Admission other) {
        if (roles.isEmpty() || other.roles.isEmpty()) {
            return new Admission(Optional.empty());
        }
        var both = new HashSet<>(roles.get());
        both.addAll(other.roles.get());
        return new Admission(Optional.of(both));
    }
}
