package dev.apitoken.operator.issuer;

import dev.apitoken.token.signing.KeyRing;
import dev.apitoken.token.signing.SigningAlgorithm;
import java.time.Instant;
import java.util.Optional;

/** Plans an issuer's keys. Pure; what is stored decides, and of a ring that can be read {@link RingRollover}. */
final class KeyRollover {
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
