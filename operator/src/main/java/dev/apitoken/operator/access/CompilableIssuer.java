package dev.apitoken.operator.access;

import dev.apitoken.operator.issuer.IssuerId;
import dev.apitoken.operator.kubernetes.LabelRequirements;
import dev.apitoken.token.signing.JwkSet;
import dev.apitoken.token.signing.KeyId;
import java.util.Optional;

/**
 * An issuer, as far as its tokens' listing depends on it.
 *
 * @param issuer claim {@code iss}
 * @param keys every key but the compromised ones, those that do not sign yet included
 * @param accountsRequired whether a user without an ApiAccount is listed nowhere
 * @param policyNamespaces where its tokens may be accepted besides their own namespace; empty: nowhere
 */
public record CompilableIssuer(
        IssuerId id,
        String issuer,
        JwkSet keys,
        boolean accountsRequired,
        Optional<LabelRequirements> policyNamespaces) {
    /** What a key that was compromised signed is refused by this alone, before each of its tokens is looked at again. */
    boolean accepts(KeyId key) {
        return keys.keys().containsKey(key);
    }
}
