package dev.apitoken.operator.apitoken;

import dev.apitoken.crds.ApiToken;
import dev.apitoken.operator.kubernetes.ManagedFields;
import dev.apitoken.operator.kubernetes.ObjectName;
import dev.apitoken.operator.kubernetes.SecretObject;
import dev.apitoken.token.SignedToken;
import dev.apitoken.token.rotation.TokenRecord;
import dev.apitoken.token.secret.SecretContent;
import dev.apitoken.token.secret.SecretForm;
import dev.apitoken.token.secret.TokenSecret;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** The Secret of an ApiToken as it should be, and whether one is so. */
record DesiredSecret(ObjectName name, SecretContent content, List<OwnerReference> owners) {
    /** Ours, whatever follows: one that stands there and is not to be there any more is not somebody else's. */
    private static final String OUR_PREFIX = "apitoken.dev/";

    /**
     * @param actual what others labelled or annotated there stays; what we wrote and nobody asks for any more goes
     */
    static DesiredSecret of(
            ApiToken owner,
            SecretForm form,
            SignedToken token,
            TokenRecord record,
            SecretNotes notes,
            Optional<Secret> actual) {
        var written = notes.on(TokenSecret.write(form, token, record));
        var content = actual.map(secret -> withWhatOthersAdded(written, secret)).orElse(written);
        var name = new ObjectName(owner.getMetadata().getNamespace(), Holding.secretName(owner));
        return new DesiredSecret(name, content, owners(owner));
    }

    Secret object() {
        return new SecretBuilder(SecretObject.of(name, content))
                .editMetadata()
                .withOwnerReferences(owners)
                .endMetadata()
                .build();
    }

    boolean isMetBy(Secret actual) {
        var is = SecretObject.content(actual);
        return content.sameDataAs(is.data())
                && content.labels().equals(is.labels())
                && content.annotations().equals(is.annotations())
                && owners.equals(Objects.requireNonNullElse(actual.getMetadata().getOwnerReferences(), List.of()))
                && !Boolean.TRUE.equals(actual.getImmutable());
    }

    private static SecretContent withWhatOthersAdded(SecretContent written, Secret actual) {
        var is = SecretObject.content(actual);
        return new SecretContent(
                written.type(),
                merged(written.labels(), is.labels(), ManagedFields.ourLabels(actual)),
                merged(written.annotations(), is.annotations(), ManagedFields.ourAnnotations(actual)),
                written.data());
    }

    private static SortedMap<String, String> merged(
            SortedMap<String, String> written, SortedMap<String, String> is, Set<String> onceOurs) {
        var merged = new TreeMap<>(is);
        merged.keySet().removeIf(key -> key.startsWith(OUR_PREFIX) || onceOurs.contains(key));
        merged.putAll(written);
        return merged;
    }

    /** No blockOwnerDeletion: it would need a right on finalizers, and could hold up a deletion. */
    private static List<OwnerReference> owners(ApiToken owner) {
        if (owner.getSpec().secret().deletionPolicy().equals("Retain")) {
            return List.of();
        }
        return List.of(new OwnerReferenceBuilder()
                .withApiVersion(owner.getApiVersion())
                .withKind(owner.getKind())
                .withName(owner.getMetadata().getName())
                .withUid(owner.getMetadata().getUid())
                .withController(true)
                .build());
    }
}
