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

/** What the validators of one gate enforce. */
@Group("apitoken.dev")
@Version("v1alpha1")
@Kind("AccessPolicy")
@Singular("accesspolicy")
@Plural("accesspolicies")
@ShortNames("accpol")
@Categories("apitoken")
@JsonIgnoreProperties(ignoreUnknown = true)
public class AccessPolicy extends CustomResource<AccessPolicySpec, AccessPolicyStatus> implements Namespaced {

    @Override
    protected AccessPolicySpec initSpec() {
        return AccessPolicySpec.DEFAULTS;
    }

    @Override
    protected AccessPolicyStatus initStatus() {
        return AccessPolicyStatus.NEVER_WRITTEN;
    }
}
