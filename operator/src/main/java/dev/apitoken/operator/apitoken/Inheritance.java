package dev.apitoken.operator.apitoken;

import dev.apitoken.crds.ApiToken;
import dev.apitoken.operator.kubernetes.SecretObject;
import dev.apitoken.token.Claims;
import dev.apitoken.token.secret.TokenSecret;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.Secret;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;

/**
 * Whether a token goes on that was issued for an ApiToken of the same name under another UID: after a restore it does,
 * and to make again what was deleted revives nothing (rules B5, B10).
 */
final class Inheritance {
    /** A Secret that is this much younger than its token was brought back from a backup. */
    private static final Duration RESTORED = Duration.ofMinutes(2);

    private final Predicate<String> deleted;

    /** @param deleted the UIDs of ApiTokens that were seen going */
    Inheritance(Predicate<String> deleted) {
        this.deleted = deleted;
    }

    /** @return whether the token in its Secret ended with the ApiToken that it was issued for */
    boolean isOver(ApiToken heir, Secret secret, Claims claims) {
        String own = heir.getMetadata().getUid();
        String issuedFor = TokenSecret.issuedFor(SecretObject.content(secret)).orElse(claims.clientId());
        if (claims.clientId().equals(own)) {
            return false;
        }
        return deleted.test(claims.clientId())
                || deleted.test(issuedFor)
                || !isRestored(secret, claims) && (isOwnedByAnother(secret, own) || isRetained(heir, own, issuedFor));
    }

    private static boolean isRestored(Secret secret, Claims claims) {
        return Instant.parse(secret.getMetadata().getCreationTimestamp())
                .isAfter(claims.issuedAt().plus(RESTORED));
    }

    /** Its owner was deleted, and the garbage collector has not come by yet. */
    private static boolean isOwnedByAnother(Secret secret, String own) {
        return Objects.requireNonNullElse(secret.getMetadata().getOwnerReferences(), List.<OwnerReference>of()).stream()
                .anyMatch(owner -> !owner.getUid().equals(own));
    }

    /** The one before left it behind, and with it a dead token. */
    private static boolean isRetained(ApiToken heir, String own, String issuedFor) {
        return heir.getSpec().secret().deletionPolicy().equals("Retain") && !issuedFor.equals(own);
    }
}
