package dev.apitoken.operator.access;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import java.util.List;
import java.util.Objects;

/** What belongs to one AccessPolicy, and to no other of the same name. Nothing else is ever touched (rule B2). */
record Ownership(String name, String uid) {
    boolean covers(HasMetadata object) {
        return Objects.requireNonNullElse(object.getMetadata().getOwnerReferences(), List.<OwnerReference>of()).stream()
                .anyMatch(owner -> uid.equals(owner.getUid()));
    }

    OwnerReference reference() {
        return new OwnerReferenceBuilder()
                .withApiVersion("apitoken.dev/v1alpha1")
                .withKind("AccessPolicy")
                .withName(name)
                .withUid(uid)
                .withController(true)
                .build();
    }
}
