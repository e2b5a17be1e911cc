package dev.apitoken.validator.decision;

import dev.apitoken.token.Claims;
import dev.apitoken.token.access.TokenEntry;
import dev.apitoken.token.signing.KeyId;
import dev.apitoken.token.signing.TokenVerifier;
import dev.apitoken.token.signing.Verification;
import dev.apitoken.validator.credential.PresentedCredential;
import dev.apitoken.validator.index.ListedToken;
import dev.apitoken.validator.index.ListedToken.Signature;

/**
 * Whether a listed token is what its entry says: signed by a key of that issuer, with the claims of that entry. Done
 * at first sight, remembered on the entry; a token that is not listed never gets here.
 */
final class SignatureCheck {
    private static final Signature BAD = new Signature.Bad();

    private SignatureCheck() {}

    /** Unchecked: the check could not be made. */
    static Signature of(ListedToken listed, PresentedCredential token, String audience) {
        if (listed.signature() instanceof Signature.Unchecked) {
            check(listed, token, audience);
        }
        return listed.signature();
    }

    private static void check(ListedToken listed, PresentedCredential token, String audience) {
        switch (TokenVerifier.verify(token.reveal(), listed.keys())) {
            case Verification.Verified(Claims claims, KeyId key) ->
                listed.remember(agrees(claims, listed.entry(), audience) ? good(listed, key) : BAD);
            case Verification.Refused(var reason) -> {
                // A check that could not be made says nothing about the token; the next request tries again.
                if (reason != Verification.Refusal.Failure) {
                    listed.remember(BAD);
                }
            }
        }
    }

    /** The key's own id, of which there is one object, and not the token's copy of it. */
    private static Signature good(ListedToken listed, KeyId key) {
        return new Signature.Good(listed.keys().find(key).orElseThrow().id());
    }

    /** Its own expiry binds too: an end that the document puts later is not one we were asked to believe. */
    private static boolean agrees(Claims claims, TokenEntry entry, String audience) {
        return claims.issuer().equals(entry.issuer())
                && claims.user().equals(entry.user())
                && claims.id().equals(entry.id())
                && claims.audiences().contains(audience)
                && !entry.acceptedUntil().isAfter(claims.expiresAt());
    }
}
