package dev.apitoken.operator.issuer;

import dev.apitoken.crds.IssuerSpec;
import dev.apitoken.operator.kubernetes.ObjectName;
import dev.apitoken.token.signing.KeyId;
import java.util.Set;
import java.util.function.Function;
import java.util.function.IntSupplier;
import java.util.function.Predicate;

/**
 * All that a plan for an issuer's keys depends on, but the time.
 *
 * @param issuer claim {@code iss}
 * @param secret where its keys are kept
 * @param hadKeys its status or its published keys tell of keys, so an absent Secret is a lost one
 * @param everCompromised what its published keys say, so that a key Secret restored from a backup revives no stolen key
 * @param published whether every access document that needs this key has it
 * @param ringsBeside how many key Secrets issuers of its namespace have, deleted ones among them
 * @param uses what the tokens there are say of the key that signed them
 */
record IssuerFacts(
        IssuerSpec spec,
        String issuer,
        ObjectName secret,
        StoredKeys stored,
        boolean hadKeys,
        Set<KeyId> everCompromised,
        Predicate<KeyId> published,
        IntSupplier ringsBeside,
        Function<KeyId, KeyUse> uses) {

    boolean isCompromised(KeyId key) {
        return everCompromised.contains(key) || spec.compromisedKeys().contains(key.value());
    }
}
