package dev.apitoken.crds;

import static java.util.Objects.requireNonNullElse;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a user asks of a {@link TokenIssuer}. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record TokenIssuerSpec(
        @Nullable String issuer,
        String algorithm,
        KeyRotation keyRotation,
        List<String> compromisedKeys,
        String accounts,
        @Nullable String unusedAfter,
        Defaults defaults,
        Limits limits)
        implements IssuerSpec {

    public static final TokenIssuerSpec DEFAULTS = new TokenIssuerSpec(
            null, "ES256", KeyRotation.DEFAULTS, List.of(), "Optional", null, Defaults.DEFAULTS, Limits.DEFAULTS);

    public TokenIssuerSpec {
        algorithm = requireNonNullElse(algorithm, "ES256");
        keyRotation = requireNonNullElse(keyRotation, KeyRotation.DEFAULTS);
        compromisedKeys = requireNonNullElse(compromisedKeys, List.of());
        accounts = requireNonNullElse(accounts, "Optional");
        defaults = requireNonNullElse(defaults, IssuerSpec.Defaults.DEFAULTS);
        limits = requireNonNullElse(limits, IssuerSpec.Limits.DEFAULTS);
    }
}
