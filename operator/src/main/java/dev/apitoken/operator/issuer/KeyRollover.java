package dev.apitoken.operator.issuer;

import dev.apitoken.crds.IssuerSpec;
import dev.apitoken.token.signing.KeyRing;
import dev.apitoken.token.signing.RingKey;
import dev.apitoken.token.signing.SigningAlgorithm;
import java.util.List;
import java.util.Optional;

/** Plans an issuer's keys. Pure; an ordered list of checks, the first that applies decides. */
final class KeyRollover {
    private KeyRollover() {}

    static KeyPlan plan(IssuerFacts facts) {
        return switch (facts.stored()) {
            case StoredKeys.Absent _
            when facts.hadKeys() ->
                new KeyPlan.Stuck(
                        IssuerReason.KeysLost,
                        "Secret " + facts.secret()
                                + " with its keys is gone: restore it from a backup. Tokens issued so"
                                + " far stay accepted; to start over with a new key, delete and re-create the issuer");
            case StoredKeys.Absent _ -> new KeyPlan.Begin(algorithm(facts.spec()));
            case StoredKeys.Corrupt(String why) ->
                new KeyPlan.Stuck(
                        IssuerReason.KeysUnreadable,
                        "Secret " + facts.secret() + " " + why + ": restore it from a backup. Tokens issued so far stay"
                                + " accepted");
            case StoredKeys.Readable(var ring, var version) -> planRing(facts, ring, version);
        };
    }

    private static KeyPlan planRing(IssuerFacts facts, KeyRing ring, String version) {
        var wanted = new KeyRing(
                facts.issuer(), withCompromised(ring.keys(), facts.spec().compromisedKeys()));
        var newKey =
                wanted.active().isPresent() ? Optional.<SigningAlgorithm>empty() : Optional.of(algorithm(facts.spec()));
        boolean same = newKey.isEmpty()
                && wanted.issuer().equals(ring.issuer())
                && wanted.states().equals(ring.states());
        return same ? new KeyPlan.Keep(ring, Optional.empty()) : new KeyPlan.Change(wanted, version, newKey);
    }

    /** Once compromised, always: a key taken off the list again does not come back (rule C7). */
    private static List<RingKey> withCompromised(List<RingKey> keys, List<String> compromised) {
        return keys.stream()
                .map(key -> compromised.contains(key.id().value()) ? key.compromised() : key)
                .toList();
    }

    private static SigningAlgorithm algorithm(IssuerSpec spec) {
        return SigningAlgorithm.valueOf(spec.algorithm());
    }
}
