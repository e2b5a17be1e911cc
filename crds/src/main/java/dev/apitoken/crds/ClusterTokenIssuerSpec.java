package dev.apitoken.crds;

import static java.util.Objects.requireNonNullElse;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import io.fabric8.kubernetes.api.model.LabelSelector;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a user asks of a {@link ClusterTokenIssuer}. A null selector admits no namespace, an empty one ({@code {}})
 * admits all, as everywhere in Kubernetes.
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ClusterTokenIssuerSpec(
        @Nullable String issuer,
        String algorithm,
        KeyRotation keyRotation,
        List<String> compromisedKeys,
        String accounts,
        @Nullable String unusedAfter,
        Defaults defaults,
        Limits limits,
        @Nullable LabelSelector namespaces,
        @Nullable LabelSelector policyNamespaces)
        implements IssuerSpec {

    public static final ClusterTokenIssuerSpec DEFAULTS = new ClusterTokenIssuerSpec(
            null,
            "ES256",
            KeyRotation.DEFAULTS,
            List.of(),
            "Optional",
            null,
            Defaults.DEFAULTS,
            Limits.DEFAULTS,
            null,
            null);

    public ClusterTokenIssuerSpec {
        algorithm = requireNonNullElse(algorithm, "ES256");
        keyRotation = requireNonNullElse(keyRotation, KeyRotation.DEFAULTS);
        compromisedKeys = requireNonNullElse(compromisedKeys, List.of());
        accounts = requireNonNullElse(accounts, "Optional");
        defaults = requireNonNullElse(defaults, IssuerSpec.Defaults.DEFAULTS);
        limits = requireNonNullElse(limits, IssuerSpec.Limits.DEFAULTS);
    }
}
