package dev.apitoken.operator.apitoken;

import dev.apitoken.crds.ApiToken;
import dev.apitoken.operator.kubernetes.SecretObject;
import dev.apitoken.token.secret.TokenSecret;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.Secret;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Whose a Secret is, seen from one ApiToken: decided the same way at every look (rules B1, B2). */
sealed interface Ownership {
    /**
     * Made for this ApiToken, or for one of its name that is gone: after a restore the object has another UID, and its
     * Secret is still its own (rule B5).
     */
    record Ours() implements Ownership {}

    /** Of our type and made for nobody: only {@code secret.adoption: IfUnowned} takes it. */
    record Unowned() implements Ownership {}

    /** @param holder in words, for the message */
    record Foreign(String holder) implements Ownership {}

    static Ownership of(Secret secret, ApiToken token) {
        if (!TokenSecret.TYPE.equals(secret.getType())) {
            return new Foreign(
                    owners(secret).isEmpty() ? "a Secret of type " + secret.getType() : words(owners(secret)));
        }
        var owners = owners(secret);
        if (!owners.isEmpty()) {
            return owners.stream().allMatch(owner -> isNamesake(owner, token))
                    ? new Ours()
                    : new Foreign(words(owners));
        }
        return ofUnreferenced(secret, token);
    }

    /** Without an owner reference (kept by Retain, or taken away by somebody) label and annotation decide. */
    private static Ownership ofUnreferenced(Secret secret, ApiToken token) {
        var issuedFor = TokenSecret.issuedFor(SecretObject.content(secret));
        if (issuedFor.isEmpty()) {
            return new Unowned();
        }
        String named = Objects.requireNonNullElse(secret.getMetadata().getLabels(), Map.<String, String>of())
                .getOrDefault(TokenSecret.LABEL, "");
        boolean ours = issuedFor.get().equals(token.getMetadata().getUid())
                || named.equals(token.getMetadata().getName());
        return ours ? new Ours() : new Foreign("ApiToken " + named);
    }

    private static boolean isNamesake(OwnerReference owner, ApiToken token) {
        return owner.getUid().equals(token.getMetadata().getUid())
                || (owner.getKind().equals(token.getKind())
                        && owner.getName().equals(token.getMetadata().getName()));
    }

    private static List<OwnerReference> owners(Secret secret) {
        return Objects.requireNonNullElse(secret.getMetadata().getOwnerReferences(), List.of());
    }

    private static String words(List<OwnerReference> owners) {
        return String.join(
                " and ",
                owners.stream()
                        .map(owner -> owner.getKind() + " " + owner.getName())
                        .toList());
    }
}
