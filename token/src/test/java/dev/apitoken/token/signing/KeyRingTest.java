package dev.apitoken.token.signing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class KeyRingTest {
    private static final Instant NOW = Instant.parse("2026-03-01T00:00:00Z");
    private static final SigningKey OLD = TestKeys.key(SigningAlgorithm.ES384);
    private static final SigningKey CURRENT = TestKeys.key(SigningAlgorithm.ES256);
    private static final SigningKey NEXT = TestKeys.key(SigningAlgorithm.ES512);

    private static final KeyRing RING = new KeyRing(
            "urn:test",
            List.of(
                    RingKey.pending(NEXT),
                    RingKey.active(CURRENT, NOW),
                    RingKey.active(OLD, NOW).retired(NOW.plusSeconds(60))));

    @Test
    void oneKeySigns() {
        assertThat(RING.active().map(RingKey::id)).contains(CURRENT.id());
        assertThat(RING.without(CURRENT.id()).active()).isEmpty();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RING.with(RingKey.active(NEXT, NOW)))
                .withMessageContaining("at most one active");
    }

    @Test
    void allButTheCompromisedArePublishedThePendingAmongThem() {
        var ring = RING.with(RING.find(OLD.id()).orElseThrow().compromised());

        assertThat(RING.publishedKeys().keys()).containsOnlyKeys(OLD.id(), CURRENT.id(), NEXT.id());
        assertThat(ring.publishedKeys().keys()).containsOnlyKeys(CURRENT.id(), NEXT.id());
        assertThat(ring.allKeys().keys()).containsOnlyKeys(OLD.id(), CURRENT.id(), NEXT.id());
        assertThat(ring.states()).containsEntry(OLD.id(), KeyState.Compromised).hasSize(3);
    }

    @Test
    void aRollOverMovesEachKeyOneStateOn() {
        var rolled = RING.with(RING.active().orElseThrow().retired(NOW.plusSeconds(90)))
                .with(RING.find(NEXT.id()).orElseThrow().activated(NOW.plusSeconds(30)))
                .without(OLD.id());

        assertThat(rolled.states())
                .containsOnly(
                        java.util.Map.entry(CURRENT.id(), KeyState.Retiring),
                        java.util.Map.entry(NEXT.id(), KeyState.Active));
        assertThat(rolled.find(CURRENT.id()).flatMap(RingKey::lastSignedExpiry)).contains(NOW.plusSeconds(90));
    }

    @Test
    void aKeyThatStoppedSigningNeverSignsAgain() {
        var retiring = RING.find(OLD.id()).orElseThrow();

        assertThatIllegalStateException().isThrownBy(() -> retiring.activated(NOW));
        assertThatIllegalStateException()
                .isThrownBy(() -> retiring.compromised().activated(NOW));
        assertThatIllegalStateException()
                .isThrownBy(() -> retiring.compromised().retired(NOW));
    }

    @Test
    void theOrderOfKeysIsAlwaysTheSame() {
        assertThat(new KeyRing("urn:test", RING.keys().reversed())).isEqualTo(RING);
    }

    @Test
    void aKeyStandsInItOnce() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new KeyRing("urn:test", List.of(RingKey.pending(NEXT), RingKey.active(NEXT, NOW))));
    }
}
