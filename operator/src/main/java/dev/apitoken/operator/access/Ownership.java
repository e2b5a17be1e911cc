package dev.apitoken.operator.access;

import dev.apitoken.token.secret.AccessSecret;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/** What belongs to one AccessPolicy, and to no other of the same name. Nothing else is ever touched (rule B2). */
record Ownership(String name, String uid) {
    private static final String KIND = "AccessPolicy";

    /** The policy that an object belongs or belonged to: by its owner, for somebody may have taken its label away. */
    static Optional<String> policyOf(HasMetadata object) {
        return owners(object)
                .filter(owner -> KIND.equals(owner.getKind()))
                .map(OwnerReference::getName)
                .findFirst()
                .or(() -> Optional.ofNullable(
                        Objects.requireNonNullElse(object.getMetadata().getLabels(), Map.<String, String>of())
                                .get(AccessSecret.LABEL)));
    }

    boolean covers(HasMetadata object) {
        return owners(object).anyMatch(owner -> uid.equals(owner.getUid()));
    }

    OwnerReference reference() {
        return new OwnerReferenceBuilder()
                .withApiVersion("apitoken.dev/v1alpha1")
                .withKind(KIND)
                .withName(name)
                .withUid(uid)
                .withController(true)
                .build();
    }

    private static Stream<OwnerReference> owners(HasMetadata object) {
        return Objects.requireNonNullElse(object.getMetadata().getOwnerReferences(), List.<OwnerReference>of())
                .stream();
    }
}
