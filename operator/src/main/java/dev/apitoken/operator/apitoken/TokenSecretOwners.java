package dev.apitoken.operator.apitoken;

import dev.apitoken.operator.kubernetes.ObjectName;
import dev.apitoken.token.secret.TokenSecret;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.Secret;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/** Which ApiTokens a Secret may belong to: by its label, and by its owner, since somebody may alter one of the two. */
public final class TokenSecretOwners {
    private TokenSecretOwners() {}

    public static List<ObjectName> of(Secret secret) {
        var metadata = secret.getMetadata();
        var byLabel = Stream.ofNullable(Objects.requireNonNullElse(metadata.getLabels(), Map.<String, String>of())
                .get(TokenSecret.LABEL));
        var byOwner = Objects.requireNonNullElse(metadata.getOwnerReferences(), List.<OwnerReference>of()).stream()
                .filter(owner -> owner.getKind().equals("ApiToken"))
                .map(OwnerReference::getName);
        return Stream.concat(byLabel, byOwner)
                .distinct()
                .map(name -> new ObjectName(metadata.getNamespace(), name))
                .toList();
    }
}
