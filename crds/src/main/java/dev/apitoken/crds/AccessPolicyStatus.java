package dev.apitoken.crds;

import static java.util.Objects.requireNonNullElse;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import io.fabric8.kubernetes.api.model.Condition;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the operator last compiled for an {@link AccessPolicy}, and how far its validators have followed. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record AccessPolicyStatus(
        Long observedGeneration,
        List<Condition> conditions,
        @Nullable String audience,
        @Nullable String secretName,
        @Nullable Long tokens,
        @Nullable Long revision,
        @Nullable ValidatorCount validators,
        List<NotListed> notListed) {

    /** The schema's default: generation -1, so that nobody takes a fresh object for a finished one. */
    public static final AccessPolicyStatus NEVER_WRITTEN =
            new AccessPolicyStatus(-1L, List.of(), null, null, null, null, null, List.of());

    public AccessPolicyStatus {
        observedGeneration = requireNonNullElse(observedGeneration, -1L);
        conditions = requireNonNullElse(conditions, List.of());
        notListed = requireNonNullElse(notListed, List.of());
    }

    /**
     * How many validators report, how many of them have applied {@code revision}, and since when there has always been
     * one.
     */
    @JsonIgnoreProperties(ignoreUnknown = true)
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record ValidatorCount(
            @Nullable Long reporting,
            @Nullable Long upToDate,
            @Nullable String reportingSince) {}

    /** An ApiToken that names the audience and yet is not listed, and why. The status holds a few, not all. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record NotListed(
            @Nullable String namespace,
            @Nullable String name,
            @Nullable String reason) {}
}
