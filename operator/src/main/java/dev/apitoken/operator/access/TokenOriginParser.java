package dev.apitoken.operator.access;

import static dev.apitoken.operator.access.InvalidField.check;
import static dev.apitoken.operator.access.InvalidField.fail;
import static dev.apitoken.operator.access.InvalidField.read;

import dev.apitoken.crds.AccessPolicySpec;
import dev.apitoken.crds.IssuerRef;
import dev.apitoken.operator.access.TokenOrigin.NamespaceScope;
import dev.apitoken.operator.issuer.IssuerId;
import dev.apitoken.operator.kubernetes.LabelRequirements;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads {@code tokensFrom}. An entry that cannot be read admits nobody and says so; the others go on, so that a slip in
 * one does not end the tokens of all.
 */
final class TokenOriginParser {
    /** @param problem the first one, as in {@link ParsedSettings.Invalid} */
    record ParsedOrigins(List<TokenOrigin> origins, Optional<ParsedSettings.Invalid> problem) {}

    private TokenOriginParser() {}

    static ParsedOrigins parse(String namespace, @Nullable List<AccessPolicySpec.TokenOrigin> tokensFrom) {
        if (tokensFrom == null) {
            return new ParsedOrigins(List.of(TokenOrigin.SAME_NAMESPACE), Optional.empty());
        }
        var origins = new ArrayList<TokenOrigin>();
        Optional<ParsedSettings.Invalid> problem = Optional.empty();
        for (int i = 0; i < tokensFrom.size(); i++) {
            try {
                origins.add(origin("tokensFrom[" + i + "].", namespace, tokensFrom.get(i)));
            } catch (InvalidField e) {
                problem = problem.or(() -> Optional.of(new ParsedSettings.Invalid(e.field(), e.problem())));
            }
        }
        return new ParsedOrigins(List.copyOf(origins), problem);
    }

    private static TokenOrigin origin(String at, String namespace, AccessPolicySpec.TokenOrigin origin) {
        var issuer = Optional.ofNullable(origin.issuerRef()).map(ref -> issuer(at, namespace, ref));
        return new TokenOrigin(
                scope(at, origin.namespaces()),
                issuer,
                Optional.ofNullable(origin.roles()).map(Set::copyOf));
    }

    private static IssuerId issuer(String at, String namespace, IssuerRef ref) {
        return switch (ref.kind()) {
            case "ClusterTokenIssuer" -> IssuerId.clusterWide(ref.name());
            case "TokenIssuer" -> IssuerId.local(namespace, ref.name());
            default -> fail(at + "issuerRef.kind", "must be TokenIssuer or ClusterTokenIssuer");
        };
    }

    private static NamespaceScope scope(String at, AccessPolicySpec.@Nullable Namespaces namespaces) {
        if (namespaces == null) {
            return new NamespaceScope.Same();
        }
        var from = Objects.requireNonNullElse(namespaces.from(), "");
        var selector = namespaces.selector();
        if (selector != null && from.equals("Selector")) {
            return new NamespaceScope.Selected(read(at + "namespaces.selector", selector, LabelRequirements::of));
        }
        check(
                selector == null && !from.equals("Selector"),
                at + "namespaces.selector",
                "must be set if from is Selector, and only then");
        return switch (from) {
            case "Same" -> new NamespaceScope.Same();
            case "All" -> new NamespaceScope.All();
            default -> fail(at + "namespaces.from", "must be Same, All or Selector");
        };
    }
}
