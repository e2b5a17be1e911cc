package dev.apitoken.operator.issuer;

import dev.apitoken.token.signing.KeyRing;
import dev.apitoken.token.signing.SigningAlgorithm;
import java.time.Instant;
import java.util.Optional;

/** What to do about an issuer's keys now. */
sealed interface KeyPlan {
    /** @param wakeAt the next instant at which the same inputs may give another plan */
    record Keep(KeyRing ring, Optional<Instant> wakeAt) implements KeyPlan {}

    /** A new issuer: make its first key, active at once, since nobody can know another one (rule C5). */
    record Begin(SigningAlgorithm algorithm) implements KeyPlan {}

    /**
     * Write the ring anew, all at once: whoever reads it sees it before or after.
     *
     * @param before what stands in the Secret
     * @param ring the keys there are, in the states they are to have
     * @param newKey made and put beside them; empty: none is needed
     */
    record Change(KeyRing before, KeyRing ring, String resourceVersion, Optional<NewKey> newKey) implements KeyPlan {}

    /** Somebody has to act; no key is made in the meantime (rule C8). */
    record Stuck(IssuerReason reason, String message) implements KeyPlan {}
}
