package dev.apitoken.operator.issuer;

import dev.apitoken.token.signing.KeyRing;
import dev.apitoken.token.signing.SigningAlgorithm;
import java.time.Instant;
import java.util.Optional;

/** Plans an issuer's keys. Pure; what is stored decides, and of a ring that can be read {@link RingRollover}. */
final class KeyRollover {
    /**
     * Of a namespace: whoever may make TokenIssuers there fills the operator's namespace and its memory with their keys,
     * and no quota of his counts those of the issuers he deletes. Twice what is kept of deleted ones.
     */
    static final int MAX_RINGS = 2 * OrphanPlan.KEPT_OF_NAMESPACE;

    private KeyRollover() {}

    static KeyPlan plan(IssuerFacts facts, Instant now) {
        return switch (facts.stored()) {
            case StoredKeys.Absent _
            when facts.hadKeys() ->
                new KeyPlan.Stuck(
                        IssuerReason.KeysLost,
                        "Secret " + facts.secret()
                                + " with its keys is gone: restore it from a backup. Tokens issued so"
                                + " far stay accepted; to start over with a new key, delete and re-create the issuer");
            case StoredKeys.Absent _
            when facts.ringsBeside().getAsInt() >= MAX_RINGS ->
                new KeyPlan.Stuck(
                        IssuerReason.TooManyIssuers,
                        "this namespace has the keys of " + MAX_RINGS
                                + " TokenIssuers, deleted ones among them, and gets no"
                                + " more: delete one that is not needed. The keys of deleted ones make room by"
                                + " themselves within a minute or so, but for " + OrphanPlan.KEPT_OF_NAMESPACE
                                + ", which are kept for " + OrphanPlan.DAYS_KEPT + " days");
            case StoredKeys.Absent _ -> begin(facts);
            case StoredKeys.Corrupt(String why) ->
                new KeyPlan.Stuck(
                        IssuerReason.KeysUnreadable,
                        "Secret " + facts.secret() + " " + why + ": restore it from a backup. Tokens issued so far stay"
                                + " accepted");
            case StoredKeys.Readable(var ring, var version) -> planRing(facts, ring, version, now);
        };
    }

    private static KeyPlan begin(IssuerFacts facts) {
        try {
            return new KeyPlan.Begin(RolloverPolicy.of(facts.spec()).algorithm());
        } catch (IllegalArgumentException e) {
            return invalid(e);
        }
    }

    /** A spec that cannot be read stops no compromise: what ends never waits (rule A11). */
    private static KeyPlan planRing(IssuerFacts facts, KeyRing ring, String version, Instant now) {
        try {
            return new RingRollover(facts, RolloverPolicy.of(facts.spec()), now).plan(ring, version);
        } catch (IllegalArgumentException e) {
            var holding = RolloverPolicy.holding(algorithm(ring));
            var plan = new RingRollover(facts, holding, now).plan(ring, version);
            return plan instanceof KeyPlan.Keep ? invalid(e) : plan;
        }
    }

    private static KeyPlan invalid(IllegalArgumentException e) {
        return new KeyPlan.Stuck(IssuerReason.InvalidSpec, e.getMessage() + "; keys are not rolled over meanwhile");
    }

    private static SigningAlgorithm algorithm(KeyRing ring) {
        return Optional.of(ring)
                .flatMap(KeyRing::active)
                .map(active -> active.key().algorithm())
                .orElse(SigningAlgorithm.ES256);
    }
}
