package dev.apitoken.operator.issuer;

import dev.apitoken.token.signing.JwkSet;
import dev.apitoken.token.signing.KeyId;
import dev.apitoken.token.signing.KeyRing;
import dev.apitoken.token.signing.KeyState;
import java.util.Map;

/** An issuer's keys as far as they can be read. */
public sealed interface IssuerKeys {
    /** As it stands in the Secret, or as it last stood there; without keys if it never could be read. */
    KeyRing ring();

    /** What validators check with: all but the compromised keys, those that do not sign yet included. */
    default JwkSet published() {
        return ring().publishedKeys();
    }

    /** Every key that is known, compromised ones too. */
    default Map<KeyId, KeyState> states() {
        return ring().states();
    }

    /** There is a key that signs. */
    record Usable(KeyRing ring) implements IssuerKeys {}

    /**
     * Nothing can be signed. What was signed before stays accepted (rule C8).
     *
     * @param why for people
     */
    record Unusable(String why, KeyRing ring) implements IssuerKeys {
        /** Not even what was signed before can be checked: its state is unknown, and must not be taken for ended. */
        public boolean knowsNothing() {
            return ring.keys().isEmpty();
        }
    }
}
