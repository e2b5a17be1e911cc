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
     * Write the ring anew.
     *
     * @param ring the keys there are, in the states they are to have
     * @param newKey makes an active key beside them; empty: none is needed
     */
    record Change(KeyRing ring, String resourceVersion, Optional<SigningAlgorithm> newKey) implements KeyPlan {}

    /** Somebody has to act; no key is made in the meantime (rule C8). */
    record Stuck(IssuerReason reason, String message) implements KeyPlan {}
}
