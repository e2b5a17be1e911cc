package dev.apitoken.crds;

import static java.util.Objects.requireNonNullElse;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import io.fabric8.kubernetes.api.model.Condition;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the operator last saw and did for an {@link ApiToken}. A report, never state; never a token value. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ApiTokenStatus(
        Long observedGeneration,
        List<Condition> conditions,
        @Nullable IssuerRef issuerRef,
        @Nullable String secretName,
        @Nullable Long revision,
        @Nullable IssuedToken token,
        @Nullable PreviousToken previous,
        @Nullable String renewalTime,
        @Nullable LastRotation lastRotation,
        @Nullable LastUsed lastUsed,
        List<HistoryEntry> history) {

    /** The schema's default: generation -1, so that nobody takes a fresh object for a finished one. */
    public static final ApiTokenStatus NEVER_WRITTEN =
            new ApiTokenStatus(-1L, List.of(), null, null, null, null, null, null, null, null, List.of());

    public ApiTokenStatus {
        observedGeneration = requireNonNullElse(observedGeneration, -1L);
        conditions = requireNonNullElse(conditions, List.of());
        history = requireNonNullElse(history, List.of());
    }

    /** The token in the Secret now. {@code hint} is its last four characters. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record IssuedToken(
            @Nullable String id,
            @Nullable String keyId,
            @Nullable String issuedAt,
            @Nullable String expiresAt,
            @Nullable String hint) {}

    /** The token before it, while it is still accepted. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record PreviousToken(
            @Nullable String id, @Nullable String acceptedUntil) {}

    /** When and why the token was last replaced. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record LastRotation(
            @Nullable String time, @Nullable String reason) {}

    /** The last successful request a validator reported. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record LastUsed(@Nullable String time, @Nullable String source) {}

    /** A token that has ended. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record HistoryEntry(
            @Nullable Long revision,
            @Nullable String id,
            @Nullable String keyId,
            @Nullable String issuedAt,
            @Nullable String expiresAt,
            @Nullable String endedAt,
            @Nullable String reason) {}
}
