package dev.apitoken.crds;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Categories;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Kind;
import io.fabric8.kubernetes.model.annotation.Plural;
import io.fabric8.kubernetes.model.annotation.ShortNames;
import io.fabric8.kubernetes.model.annotation.Singular;
import io.fabric8.kubernetes.model.annotation.Version;

/** Signs tokens for every namespace its selector admits. */
@Group("apitoken.dev")
@Version("v1alpha1")
@Kind("ClusterTokenIssuer")
@Singular("clustertokenissuer")
@Plural("clustertokenissuers")
@ShortNames("ctokiss")
@Categories("apitoken")
@JsonIgnoreProperties(ignoreUnknown = true)
public class ClusterTokenIssuer extends CustomResource<ClusterTokenIssuerSpec, IssuerStatus> {

    @Override
    protected ClusterTokenIssuerSpec initSpec() {
        return ClusterTokenIssuerSpec.DEFAULTS;
    }

    @Override
    protected IssuerStatus initStatus() {
        return IssuerStatus.NEVER_WRITTEN;
    }
}
