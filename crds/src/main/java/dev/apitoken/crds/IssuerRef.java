package dev.apitoken.crds;

import static java.util.Objects.requireNonNullElse;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;

/** Names an issuer: a TokenIssuer of the same namespace, or a ClusterTokenIssuer. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record IssuerRef(String kind, String name) {
    public IssuerRef {
        kind = requireNonNullElse(kind, "TokenIssuer");
    }
}
