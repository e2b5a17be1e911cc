package dev.apitoken.crds;

import static java.util.Objects.requireNonNullElse;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a user asks of an {@link ApiToken}. Null means absent, and absent has a meaning of its own that the schema
 * describes; components with a default in the schema are never null.
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ApiTokenSpec(
        String user,
        @Nullable String displayName,
        @Nullable String description,
        Boolean enabled,
        @Nullable IssuerRef issuerRef,
        @Nullable List<String> audiences,
        @Nullable List<String> roles,
        @Nullable List<String> allowedSources,
        @Nullable String validity,
        @Nullable String expiresAt,
        Rotation rotation,
        SecretSettings secret,
        List<RestartTarget> restartTargets,
        Boolean suspend,
        Long historyLimit) {

    public ApiTokenSpec {
        enabled = requireNonNullElse(enabled, true);
        rotation = requireNonNullElse(rotation, Rotation.DEFAULTS);
        secret = requireNonNullElse(secret, SecretSettings.DEFAULTS);
        restartTargets = requireNonNullElse(restartTargets, List.of());
        suspend = requireNonNullElse(suspend, false);
        historyLimit = requireNonNullElse(historyLimit, 5L);
    }

    /** When the token is replaced, and how long the one before it lives on. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Rotation(
            String policy,
            @Nullable String renewBefore,
            @Nullable Long renewBeforePercentage,
            Long jitterPercent,
            @Nullable String overlap,
            @Nullable String rotateAfter) {

        public static final Rotation DEFAULTS = new Rotation("Automatic", null, null, 10L, null, null);

        public Rotation {
            policy = requireNonNullElse(policy, "Automatic");
            jitterPercent = requireNonNullElse(jitterPercent, 10L);
        }
    }

    /** The Secret that holds the token. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record SecretSettings(
            @Nullable String name,
            Map<String, String> labels,
            Map<String, String> annotations,
            List<SecretItem> items,
            String deletionPolicy,
            String adoption) {

        public static final SecretSettings DEFAULTS = new SecretSettings(
                null, Map.of(), Map.of(), List.of(new SecretItem("token", "Token")), "Delete", "Refuse");

        public SecretSettings {
            labels = requireNonNullElse(labels, Map.of());
            annotations = requireNonNullElse(annotations, Map.of());
            items = requireNonNullElse(items, List.of(new SecretItem("token", "Token")));
            deletionPolicy = requireNonNullElse(deletionPolicy, "Delete");
            adoption = requireNonNullElse(adoption, "Refuse");
        }
    }

    /** One key of the Secret and how the token is written under it. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record SecretItem(String key, String format) {}

    /** A workload of the same namespace that is restarted after each rotation. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record RestartTarget(String kind, String name) {}
}
