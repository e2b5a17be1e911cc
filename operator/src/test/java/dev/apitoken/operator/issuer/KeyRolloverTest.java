package dev.apitoken.operator.issuer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.apitoken.crds.IssuerSpec;
import dev.apitoken.crds.TokenIssuerSpec;
import dev.apitoken.operator.kubernetes.ObjectName;
import dev.apitoken.token.signing.KeyRing;
import dev.apitoken.token.signing.KeyState;
import dev.apitoken.token.signing.RingKey;
import dev.apitoken.token.signing.SigningAlgorithm;
import dev.apitoken.token.signing.SigningKeys;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class KeyRolloverTest {
    private static final String ISSUER = "urn:apitoken:cluster:ns:name";
    private static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");
    private static final RingKey KEY =
            RingKey.active(SigningKeys.generate(SigningAlgorithm.ES256, new SecureRandom(), NOW), NOW);
    private static final KeyRing RING = new KeyRing(ISSUER, List.of(KEY));

    @Test
    void aNewIssuerGetsItsFirstKey() {
        assertThat(plan(spec(), new StoredKeys.Absent(), false)).isEqualTo(new KeyPlan.Begin(SigningAlgorithm.ES256));
    }

    @Test
    void lostKeysAreNotReplaced() {
        assertThat(plan(spec(), new StoredKeys.Absent(), true))
                .isInstanceOfSatisfying(
                        KeyPlan.Stuck.class, stuck -> assertThat(stuck.reason()).isEqualTo(IssuerReason.KeysLost));
    }

    @Test
    void keysThatCannotBeReadAreNotReplaced() {
        assertThat(plan(spec(), new StoredKeys.Corrupt("is damaged"), false))
                .isInstanceOfSatisfying(
                        KeyPlan.Stuck.class,
                        stuck -> assertThat(stuck.reason()).isEqualTo(IssuerReason.KeysUnreadable));
    }

    @Test
    void aGoodRingIsKept() {
        assertThat(plan(spec(), new StoredKeys.Readable(RING, "1"), true))
                .isEqualTo(new KeyPlan.Keep(RING, Optional.empty()));
    }

    @Test
    void aCompromisedKeyNeverSignsAgainAndGetsASuccessor() {
        var plan = plan(spec(KEY.id().value()), new StoredKeys.Readable(RING, "7"), true);

        assertThat(plan).isInstanceOfSatisfying(KeyPlan.Change.class, change -> {
            assertThat(change.ring().states()).containsEntry(KEY.id(), KeyState.Compromised);
            assertThat(change.ring().active()).isEmpty();
            assertThat(change.newKey()).contains(SigningAlgorithm.ES256);
            assertThat(change.resourceVersion()).isEqualTo("7");
        });
    }

    @Test
    void aKeyTakenOffTheListStaysCompromised() {
        var successor = RingKey.active(SigningKeys.generate(SigningAlgorithm.ES256, new SecureRandom(), NOW), NOW);
        var ring = new KeyRing(ISSUER, List.of(KEY.compromised(), successor));

        assertThat(plan(spec(), new StoredKeys.Readable(ring, "1"), true))
                .isEqualTo(new KeyPlan.Keep(ring, Optional.empty()));
    }

    private static KeyPlan plan(IssuerSpec spec, StoredKeys stored, boolean hadKeys) {
        return KeyRollover.plan(
                new IssuerFacts(spec, ISSUER, new ObjectName("apitoken-system", "keys"), stored, hadKeys));
    }

    private static IssuerSpec spec(String... compromised) {
        var byDefault = TokenIssuerSpec.DEFAULTS;
        return new TokenIssuerSpec(
                null,
                byDefault.algorithm(),
                byDefault.keyRotation(),
                List.of(compromised),
                byDefault.accounts(),
                byDefault.unusedAfter(),
                byDefault.defaults(),
                byDefault.limits());
    }
}
