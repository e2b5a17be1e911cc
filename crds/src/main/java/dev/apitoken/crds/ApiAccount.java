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

/** The account that tokens speak for; its roles are looked up at request time. */
@Group("apitoken.dev")
@Version("v1alpha1")
@Kind("ApiAccount")
@Singular("apiaccount")
@Plural("apiaccounts")
@ShortNames("apiacct")
@Categories("apitoken")
@JsonIgnoreProperties(ignoreUnknown = true)
public class ApiAccount extends CustomResource<ApiAccountSpec, ApiAccountStatus> implements Namespaced {

    @Override
    protected ApiAccountSpec initSpec() {
        return ApiAccountSpec.DEFAULTS;
    }

    @Override
    protected ApiAccountStatus initStatus() {
        return ApiAccountStatus.NEVER_WRITTEN;
    }
}
