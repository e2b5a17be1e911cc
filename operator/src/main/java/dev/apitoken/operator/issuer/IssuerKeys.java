package dev.apitoken.operator.issuer;

import dev.apitoken.token.signing.JwkSet;
import dev.apitoken.token.signing.KeyId;
import dev.apitoken.token.signing.KeyRing;
import dev.apitoken.token.signing.KeyState;
import dev.apitoken.token.signing.PublishedKeys;
import java.util.Map;

/** An issuer's keys as far as they can be read. */
public sealed interface IssuerKeys {
    /** As they stand in the Secret, or as they last stood there; none if they never could be read. */
    PublishedKeys known();

    /** What validators check with: all but the compromised keys, those that do not sign yet included. */
    default JwkSet published() {
        return known().accepted();
    }

    /** Every key that is known, compromised ones too. */
    default Map<KeyId, KeyState> states() {
        return known().states();
    }

    /** There is a key that signs. */
    record Usable(KeyRing ring, PublishedKeys known) implements IssuerKeys {
        public static Usable of(KeyRing ring) {
            return new Usable(ring, PublishedKeys.of(ring));
        }
    }

    /**
     * Nothing can be signed. What was signed before stays accepted (rule C8).
     *
     * @param why for people
     */
    record Unusable(String why, PublishedKeys known) implements IssuerKeys {
        /** Not even what was signed before can be checked: its state is unknown, and must not be taken for ended. */
        public boolean knowsNothing() {
            return known.states().isEmpty();
        }
    }
}
