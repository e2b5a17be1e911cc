package dev.apitoken.validator.index;

import dev.apitoken.token.access.TokenEntry;
import dev.apitoken.token.signing.JwkSet;

/**
 * An entry, the keys that may have signed its token, and whether one of them did, once that has been found out. The
 * digest fixes the token's bytes, so one check holds as long as the keys stay. Everything else about an entry is
 * judged anew for every request.
 */
public final class ListedToken {
    public enum Signature {
        Unchecked,
        Good,
        Bad
    }

    private final TokenEntry entry;
    private final JwkSet keys;

    /** Racing requests may check twice; they find the same. */
    private volatile Signature signature;

    ListedToken(TokenEntry entry, JwkSet keys, Signature signature) {
        this.entry = entry;
        this.keys = keys;
        this.signature = signature;
    }

    public TokenEntry entry() {
        return entry;
    }

    /** The keys of the entry's issuer; none if the document does not name that issuer. */
    public JwkSet keys() {
        return keys;
    }

    public Signature signature() {
        return signature;
    }

    public void remember(Signature checked) {
        signature = checked;
    }
}
