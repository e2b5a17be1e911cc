package dev.apitoken.operator.access;

import dev.apitoken.operator.issuer.IssuerId;
import dev.apitoken.operator.kubernetes.LabelRequirements;
import java.util.Collection;
import java.util.Map;

/**
 * One consistent look at everything a document depends on besides its policy.
 *
 * @param tokens at least those that name the policy's audience
 * @param holders of every token, those of other audiences included
 * @param namespaceLabels by namespace; one that is absent is not known, and admits nobody
 */
public record CompileInputs(
        Collection<CompilableToken> tokens,
        TokenHolders holders,
        AccountDirectory accounts,
        Map<IssuerId, CompilableIssuer> issuers,
        Map<String, Map<String, String>> namespaceLabels) {

    boolean isSelected(String namespace, LabelRequirements labels) {
        var found = namespaceLabels.get(namespace);
        return found != null && labels.matches(found);
    }
}
