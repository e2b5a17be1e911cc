package dev.apitoken.crds;

import static java.util.Objects.requireNonNullElse;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import io.fabric8.kubernetes.api.model.Condition;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the operator last saw of an issuer of either kind: the {@code iss} in effect, its keys, its tokens. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record IssuerStatus(
        Long observedGeneration,
        List<Condition> conditions,
        @Nullable String issuer,
        List<Key> keys,
        @Nullable Long tokens,
        @Nullable DryRun dryRun) {

    /** The schema's default: generation -1, so that nobody takes a fresh object for a finished one. */
    public static final IssuerStatus NEVER_WRITTEN = new IssuerStatus(-1L, List.of(), null, List.of(), null, null);

    public IssuerStatus {
        observedGeneration = requireNonNullElse(observedGeneration, -1L);
        conditions = requireNonNullElse(conditions, List.of());
        keys = requireNonNullElse(keys, List.of());
    }

    /** One signing key, public facts only. {@code tokens}: how many live tokens it signed. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Key(
            String id,
            @Nullable String algorithm,
            @Nullable String state,
            @Nullable String createdAt,
            @Nullable String activeAt,
            @Nullable String removableAt,
            @Nullable Long tokens) {}

    /** What limits that only warn would refuse: how many ApiTokens, and the first of them by name. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record DryRun(Long wouldBeRefused, List<Refusal> tokens) {
        public DryRun {
            wouldBeRefused = requireNonNullElse(wouldBeRefused, 0L);
            tokens = requireNonNullElse(tokens, List.of());
        }
    }

    /** One ApiToken outside the limits; {@code limit} is the field's name, such as {@code limits.users}. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Refusal(String namespace, String name, String limit) {
        public Refusal {
            namespace = requireNonNullElse(namespace, "");
            name = requireNonNullElse(name, "");
            limit = requireNonNullElse(limit, "");
        }
    }
}
