package dev.apitoken.operator.issuer;

import dev.apitoken.crds.IssuerSpec;
import dev.apitoken.operator.kubernetes.LabelRequirements;
import dev.apitoken.token.signing.JwkSet;
import dev.apitoken.token.signing.KeyId;
import dev.apitoken.token.signing.KeyState;
import java.util.Map;
import java.util.Optional;

/**
 * An issuer as the rest of the operator sees it: its object and its keys at one instant.
 *
 * @param uid of the object
 * @param issuer claim {@code iss}
 * @param spec defaults, limits and whether accounts are required, schema defaults filled in
 * @param namespaces who may mint, of a ClusterTokenIssuer; empty: nobody (a TokenIssuer serves its own namespace)
 * @param policyNamespaces whose policies may accept its tokens of other namespaces; empty: nobody's
 */
public record IssuerView(
        IssuerId id,
        String uid,
        String issuer,
        IssuerSpec spec,
        Optional<LabelRequirements> namespaces,
        Optional<LabelRequirements> policyNamespaces,
        IssuerKeys keys) {

    public boolean isReady() {
        return keys instanceof IssuerKeys.Usable;
    }

    public JwkSet publishedKeys() {
        return keys.published();
    }

    public Map<KeyId, KeyState> keyStates() {
        return keys.states();
    }

    /** A user without an ApiAccount gets in nowhere. */
    public boolean requiresAccount() {
        return spec.accounts().equals("Required");
    }

    /** Whether ApiTokens of this namespace may have tokens of this issuer. */
    boolean serves(String namespace, Map<String, String> namespaceLabels) {
        return switch (id.kind()) {
            case TokenIssuer -> id.namespace().equals(namespace);
            case ClusterTokenIssuer ->
                namespaces.map(labels -> labels.matches(namespaceLabels)).orElse(false);
        };
    }
}
