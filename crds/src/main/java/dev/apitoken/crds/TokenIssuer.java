package dev.apitoken.crds;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Categories;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Kind;
import io.fabric8.kubernetes.model.annotation.Plural;
import io.fabric8.kubernetes.model.annotation.ShortNames;
import io.fabric8.kubernetes.model.annotation.Singular;
import io.fabric8.kubernetes.model.annotation.Version;

/** Signs the tokens of its own namespace. */
@Group("apitoken.dev")
@Version("v1alpha1")
@Kind("TokenIssuer")
@Singular("tokenissuer")
@Plural("tokenissuers")
@ShortNames("tokiss")
@Categories("apitoken")
@JsonIgnoreProperties(ignoreUnknown = true)
public class TokenIssuer extends CustomResource<TokenIssuerSpec, IssuerStatus> implements Namespaced {

    @Override
    protected TokenIssuerSpec initSpec() {
        return TokenIssuerSpec.DEFAULTS;
    }

    @Override
    protected IssuerStatus initStatus() {
        return IssuerStatus.NEVER_WRITTEN;
    }
}
