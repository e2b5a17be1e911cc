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

/** The wish for one token, kept in one Secret and renewed before it ends. {@code getSpec()} is never null on the server. */
@Group("apitoken.dev")
@Version("v1alpha1")
@Kind("ApiToken")
@Singular("apitoken")
@Plural("apitokens")
@ShortNames("apitok")
@Categories("apitoken")
@JsonIgnoreProperties(ignoreUnknown = true)
public class ApiToken extends CustomResource<ApiTokenSpec, ApiTokenStatus> implements Namespaced {

    @Override
    protected ApiTokenStatus initStatus() {
        return ApiTokenStatus.NEVER_WRITTEN;
    }
}
