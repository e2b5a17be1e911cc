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

    /**
     * What this issuer is to the ApiTokens of a namespace.
     *
     * @param labels of the namespace; empty: it has not been seen yet. It is not one without labels: {@code NotIn} and
     *     {@code DoesNotExist} would select that, and a token signed too early is good for whoever checks signatures only
     */
    IssuerLookup lookedUpFrom(String namespace, Optional<Map<String, String>> labels) {
        return switch (id.kind()) {
            case TokenIssuer -> id.namespace().equals(namespace) ? new IssuerLookup.Found(this) : notServed(namespace);
            case ClusterTokenIssuer ->
                namespaces
                        .map(selector -> selected(namespace, selector, labels))
                        .orElseGet(() -> notServed(namespace));
        };
    }

    private IssuerLookup selected(String namespace, LabelRequirements selector, Optional<Map<String, String>> labels) {
        if (labels.isEmpty() && !selector.takesAll()) {
            return new IssuerLookup.NotYetKnown(
                    id + " is not ready: the labels of namespace " + namespace + " are not known yet");
        }
        return selector.matches(labels.orElseGet(Map::of)) ? new IssuerLookup.Found(this) : notServed(namespace);
    }

    private IssuerLookup notServed(String namespace) {
        return new IssuerLookup.NotServed(
                id + " does not serve namespace " + namespace + "; its spec.namespaces must select it");
    }
}
