package dev.apitoken.validator.decision;

import dev.apitoken.token.TokenId;
import dev.apitoken.token.User;
import dev.apitoken.token.signing.KeyId;
import dev.apitoken.validator.index.ListedToken;
import java.util.Optional;

/**
 * What is known of a listed token that does not get in: from its entry, never from what was presented.
 *
 * @param namespace of its ApiToken
 * @param signedBy empty if its signature was not checked, or is bad
 */
public record KnownToken(TokenId id, User user, String namespace, Optional<KeyId> signedBy) {
    static KnownToken of(ListedToken listed) {
        var entry = listed.entry();
        return new KnownToken(entry.id(), entry.user(), entry.namespace(), listed.signedBy());
    }

    static KnownToken of(Principal principal) {
        return new KnownToken(
                principal.id(), principal.user(), principal.namespace(), Optional.of(principal.signedBy()));
    }
}
