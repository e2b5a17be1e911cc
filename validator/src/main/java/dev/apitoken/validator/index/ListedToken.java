package dev.apitoken.validator.index;

import dev.apitoken.token.access.TokenEntry;
import dev.apitoken.token.signing.JwkSet;
import dev.apitoken.token.signing.KeyId;
import java.util.Optional;

/**
 * An entry, the keys that may have signed its token, and whether one of them did, once that has been found out. The
 * digest fixes the token's bytes, so one check holds as long as the keys stay. Everything else about an entry is
 * judged anew for every request.
 */
public final class ListedToken {
    /** What is known of the token's signature. */
    public sealed interface Signature {
        record Unchecked() implements Signature {}

        /** @param key the one of our keys that made it */
        record Good(KeyId key) implements Signature {}

        record Bad() implements Signature {}
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

    /** Empty: it has not been checked, or no key of ours did. */
    public Optional<KeyId> signedBy() {
        return signature instanceof Signature.Good(KeyId key) ? Optional.of(key) : Optional.empty();
    }

    public void remember(Signature checked) {
        signature = checked;
    }
}
