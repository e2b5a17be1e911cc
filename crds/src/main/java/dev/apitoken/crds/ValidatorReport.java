package dev.apitoken.crds;

import static java.util.Objects.requireNonNullElse;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Categories;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Kind;
import io.fabric8.kubernetes.model.annotation.Plural;
import io.fabric8.kubernetes.model.annotation.ShortNames;
import io.fabric8.kubernetes.model.annotation.Singular;
import io.fabric8.kubernetes.model.annotation.Version;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What one running validator says about itself. It has neither spec nor status: nobody asks anything of it, and its
 * writer may only create and patch the object itself.
 */
@Group("apitoken.dev")
@Version("v1alpha1")
@Kind("ValidatorReport")
@Singular("validatorreport")
@Plural("validatorreports")
@ShortNames("valrep")
@Categories("apitoken")
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public class ValidatorReport extends CustomResource<Void, Void> implements Namespaced {

    private @Nullable Report report;

    public @Nullable Report getReport() {
        return report;
    }

    public void setReport(@Nullable Report report) {
        this.report = report;
    }

    /** Untrusted input for whoever reads it: instants may lie, token ids may be unknown. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Report(
            String policy,
            @Nullable Long revision,
            @Nullable String since,
            @Nullable String staleness,
            @Nullable String reportedAt,
            @Nullable String stoppedAt,
            @Nullable Long requests,
            Map<String, Long> denials,
            Map<String, LastUse> lastUse) {

        public Report {
            denials = requireNonNullElse(denials, Map.of());
            lastUse = requireNonNullElse(lastUse, Map.of());
        }
    }

    /** The last successful request with one token. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record LastUse(String time, @Nullable String source) {}
}
