package dev.apitoken.crds;

import static java.util.Objects.requireNonNullElse;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a user says about an {@link ApiAccount}. An absent {@code user} is the resource's name. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ApiAccountSpec(
        @Nullable String user,
        @Nullable String displayName,
        @Nullable String description,
        List<String> roles,
        Boolean enabled) {

    public static final ApiAccountSpec DEFAULTS = new ApiAccountSpec(null, null, null, List.of(), true);

    public ApiAccountSpec {
        roles = requireNonNullElse(roles, List.of());
        enabled = requireNonNullElse(enabled, true);
    }
}
