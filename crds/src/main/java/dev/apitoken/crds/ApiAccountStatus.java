package dev.apitoken.crds;

import static java.util.Objects.requireNonNullElse;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import io.fabric8.kubernetes.api.model.Condition;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the operator last saw of an {@link ApiAccount}: the user in effect and how many tokens speak for it. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ApiAccountStatus(
        Long observedGeneration,
        List<Condition> conditions,
        @Nullable String user,
        @Nullable Long tokens) {

    /** The schema's default: generation -1, so that nobody takes a fresh object for a finished one. */
    public static final ApiAccountStatus NEVER_WRITTEN = new ApiAccountStatus(-1L, List.of(), null, null);

    public ApiAccountStatus {
        observedGeneration = requireNonNullElse(observedGeneration, -1L);
        conditions = requireNonNullElse(conditions, List.of());
    }
}
