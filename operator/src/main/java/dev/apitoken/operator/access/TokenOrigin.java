package dev.apitoken.operator.access;

import dev.apitoken.operator.issuer.IssuerId;
import dev.apitoken.operator.kubernetes.LabelRequirements;
import java.util.Optional;
import java.util.Set;

/**
 * One entry of {@code tokensFrom}: whose tokens a policy admits.
 *
 * @param issuer empty: any; a TokenIssuer is always the one of the policy's own namespace
 * @param roles the only roles that count; empty: all for tokens of the policy's own namespace, none for any other
 */
public record TokenOrigin(NamespaceScope namespaces, Optional<IssuerId> issuer, Optional<Set<String>> roles) {
    /** What a policy without {@code tokensFrom} admits. */
    public static final TokenOrigin SAME_NAMESPACE =
            new TokenOrigin(new NamespaceScope.Same(), Optional.empty(), Optional.empty());

    public TokenOrigin {
        roles = roles.map(Set::copyOf);
    }

    /** Which namespaces an entry means. */
    public sealed interface NamespaceScope {
        record Same() implements NamespaceScope {}

        record All() implements NamespaceScope {}

        record Selected(LabelRequirements labels) implements NamespaceScope {}
    }
}
