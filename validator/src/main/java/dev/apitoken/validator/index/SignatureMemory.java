package dev.apitoken.validator.index;

import dev.apitoken.token.access.AccessDocument;
import dev.apitoken.token.access.TokenEntry;
import dev.apitoken.token.signing.JwkSet;
import dev.apitoken.validator.index.ListedToken.Signature;
import java.util.HashMap;
import java.util.Map;

/** Which signature checks of the last revision still hold in the next: all they were made against must be equal. */
final class SignatureMemory {
    static final Signature UNCHECKED = new Signature.Unchecked();

    private final AccessIndex before;
    private final boolean sameAudience;
    private final Map<String, JwkSet> keysNow;
    private final Map<String, Boolean> sameKeys = new HashMap<>();

    SignatureMemory(AccessIndex before, AccessDocument next, Map<String, JwkSet> keysNow) {
        this.before = before;
        this.sameAudience = before.policy().audience().equals(next.policy().audience());
        this.keysNow = keysNow;
    }

    Signature of(TokenEntry entry) {
        return before.find(entry.digest())
                .filter(known -> sameAudience && sameClaims(known.entry(), entry) && sameKeys(known))
                .map(ListedToken::signature)
                .orElse(UNCHECKED);
    }

    private static boolean sameClaims(TokenEntry known, TokenEntry entry) {
        return known.issuer().equals(entry.issuer())
                && known.user().equals(entry.user())
                && known.id().equals(entry.id())
                && !entry.acceptedUntil().isAfter(known.acceptedUntil());
    }

    private boolean sameKeys(ListedToken known) {
        return sameKeys.computeIfAbsent(
                known.entry().issuer(), issuer -> known.keys().equals(keysNow.get(issuer)));
    }
}
