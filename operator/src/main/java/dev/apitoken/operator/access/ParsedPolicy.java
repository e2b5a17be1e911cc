package dev.apitoken.operator.access;

import dev.apitoken.crds.AccessPolicy;
import dev.apitoken.token.access.PolicySettings;
import java.util.List;
import java.util.Optional;

/**
 * An AccessPolicy as it was read.
 *
 * @param generation of the object
 * @param settings empty when they cannot be read: then those that are enforced already stay, so that a slip in a rule
 *     neither opens the gate nor holds up the end of a token
 * @param serviceAccounts that may read the access Secret, by name
 * @param problem what its author must put right
 */
public record ParsedPolicy(
        String uid,
        long generation,
        Optional<PolicySettings> settings,
        List<TokenOrigin> origins,
        List<String> serviceAccounts,
        Optional<ParsedSettings.Invalid> problem) {
    public ParsedPolicy {
        origins = List.copyOf(origins);
        serviceAccounts = List.copyOf(serviceAccounts);
    }

    public static ParsedPolicy of(AccessPolicy policy) {
        var metadata = policy.getMetadata();
        var spec = policy.getSpec();
        var origins = TokenOriginParser.parse(metadata.getNamespace(), spec.tokensFrom());
        return switch (PolicySettingsParser.parse(metadata.getNamespace(), metadata.getName(), spec)) {
            case ParsedSettings.Valid(var settings) ->
                of(policy, Optional.of(settings), origins.origins(), origins.problem());
            case ParsedSettings.Invalid invalid ->
                of(policy, Optional.empty(), origins.origins(), Optional.of(invalid));
        };
    }

    private static ParsedPolicy of(
            AccessPolicy policy,
            Optional<PolicySettings> settings,
            List<TokenOrigin> origins,
            Optional<ParsedSettings.Invalid> problem) {
        return new ParsedPolicy(
                policy.getMetadata().getUid(),
                policy.getMetadata().getGeneration(),
                settings,
                origins,
                policy.getSpec().validators().serviceAccounts().stream()
                        .distinct()
                        .sorted()
                        .toList(),
                problem);
    }
}
