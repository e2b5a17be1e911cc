package dev.apitoken.operator.issuer;

import static dev.apitoken.operator.issuer.GivenIssuer.active;
import static dev.apitoken.operator.issuer.GivenIssuer.pending;
import static dev.apitoken.operator.issuer.GivenIssuer.ring;
import static org.assertj.core.api.Assertions.assertThat;

import dev.apitoken.token.signing.KeyRing;
import dev.apitoken.token.signing.KeyState;
import dev.apitoken.token.signing.RingKey;
import dev.apitoken.token.signing.SigningAlgorithm;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KeyRolloverTest {
    private static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");
    private static final Duration DAY = Duration.ofDays(1);
    private static final RingKey KEY = active(NOW);
    private static final KeyRing RING = ring(KEY);

    private final GivenIssuer issuer = new GivenIssuer();

    @Test
    void aNewIssuerGetsItsFirstKey() {
        issuer.hadKeys = false;

        assertThat(issuer.plan(new StoredKeys.Absent(), NOW)).isEqualTo(new KeyPlan.Begin(SigningAlgorithm.ES256));
    }

    @Test
    void aNamespaceGetsKeysForSoManyIssuersAndNoMore() {
        issuer.hadKeys = false;
        issuer.ringsBeside = KeyRollover.MAX_RINGS - 1;
        assertThat(issuer.plan(new StoredKeys.Absent(), NOW)).isInstanceOf(KeyPlan.Begin.class);

        issuer.ringsBeside = KeyRollover.MAX_RINGS;
        assertStuck(issuer.plan(new StoredKeys.Absent(), NOW), IssuerReason.TooManyIssuers);
        assertThat(issuer.plan(RING, NOW)).as("who has keys keeps them").isInstanceOf(KeyPlan.Keep.class);
    }

    @Test
    void lostKeysAreNotReplaced() {
        assertStuck(issuer.plan(new StoredKeys.Absent(), NOW), IssuerReason.KeysLost);
    }

    @Test
    void keysThatCannotBeReadAreNotReplaced() {
        assertStuck(issuer.plan(new StoredKeys.Corrupt("is damaged"), NOW), IssuerReason.KeysUnreadable);
    }

    @Test
    void aGoodRingIsKeptUntilItsSuccessorIsToBePublished() {
        assertThat(issuer.plan(RING, NOW))
                .isInstanceOfSatisfying(
                        KeyPlan.Keep.class, keep -> assertThat(keep.wakeAt()).contains(NOW.plus(Duration.ofDays(89))));
    }

    @Test
    void aKeyIsPublishedForADayThenSignsAndItsPredecessorRetires() {
        var before = issuer.after(RING, NOW, Duration.ofDays(90).minusHours(1));
        assertThat(before.active()).contains(KEY);
        assertThat(states(before)).containsExactly(KeyState.Active, KeyState.Pending);

        var after = issuer.settled(before, NOW.plus(Duration.ofDays(90)));

        assertThat(after.find(KEY.id()).orElseThrow().state()).isEqualTo(KeyState.Retiring);
        assertThat(after.active().orElseThrow().id())
                .isEqualTo(before.keys().getLast().id());
    }

    @Test
    void aKeyThatNoDocumentShowsYetDoesNotSignHoweverOldItIs() {
        var next = pending(NOW);
        issuer.unpublished.add(next.id());
        var late = NOW.plus(Duration.ofDays(120));

        assertThat(issuer.settled(ring(KEY, next), late).active()).contains(KEY);

        issuer.unpublished.clear();
        var shown = issuer.settled(ring(KEY, next), late);
        assertThat(shown.active()).contains(KEY);
        assertThat(issuer.settled(shown, late.plus(DAY).minusSeconds(1)).active())
                .contains(KEY);
        assertThat(issuer.settled(shown, late.plus(DAY)).active().map(RingKey::id))
                .contains(next.id());
    }

    @Test
    void aRetiringKeyStaysUntilTwoDaysAfterTheEndOfItsLastToken() {
        var end = NOW.plus(Duration.ofDays(100));
        issuer.uses.put(KEY.id(), new KeyUse.Until(end));
        var retired = ring(KEY.retired(NOW), active(NOW));

        assertThat(issuer.settled(retired, end.plus(Duration.ofHours(48)).minusSeconds(1))
                        .states())
                .containsKey(KEY.id());
        assertThat(issuer.settled(retired, end.plus(Duration.ofHours(48))).states())
                .doesNotContainKey(KEY.id());
    }

    @Test
    void aTokenWhoseEndNobodyKnowsKeepsItsKeyForEver() {
        issuer.uses.put(KEY.id(), new KeyUse.Unknown());

        assertThat(issuer.settled(ring(KEY.retired(NOW), active(NOW)), NOW.plus(Duration.ofDays(4000)))
                        .states())
                .containsKey(KEY.id());
    }

    @Test
    void whatTokensSaidWhenAKeyRetiredIsNotForgottenWhenTheyAreGone() {
        issuer.uses.put(KEY.id(), new KeyUse.Until(NOW.plus(Duration.ofDays(200))));
        var rolled = issuer.after(RING, NOW, Duration.ofDays(90));
        issuer.uses.clear();

        assertThat(issuer.settled(rolled, NOW.plus(Duration.ofDays(150))).states())
                .containsKey(KEY.id());
    }

    @ParameterizedTest
    @CsvSource({
        "2026-11-22T10:00:00Z, false",
        "2026-11-22T10:00:01Z, true",
        "2026-11-22T10:00:00.5Z, true",
        "2026-11-22T11:00:00+01:00, false",
        "2026-11-22T11:00:00.000000001+01:00, true",
    })
    void aKeyMadeBeforeRotateAfterIsReplacedOnceWhateverItsFraction(String rotateAfter, boolean rollsOver) {
        issuer.rotateAfter = rotateAfter;
        var from = NOW.plusMillis(1_200);

        var soon = issuer.after(RING, from, Duration.ofHours(25));
        var later = issuer.after(soon, from.plus(Duration.ofHours(25)), Duration.ofDays(20));

        assertThat(soon.keys()).hasSize(rollsOver ? 2 : 1);
        assertThat(later.active()).isEqualTo(soon.active());
    }

    @Test
    void aRotateAfterThatLiesAheadActsAtItsInstant() {
        issuer.rotateAfter = "2026-12-01T00:00:00Z";
        var at = Instant.parse(issuer.rotateAfter);

        assertThat(issuer.plan(RING, NOW))
                .isInstanceOfSatisfying(
                        KeyPlan.Keep.class, keep -> assertThat(keep.wakeAt()).contains(at));
        assertThat(issuer.settled(RING, at.minusSeconds(1)).keys()).hasSize(1);
        assertThat(states(issuer.settled(RING, at))).containsExactly(KeyState.Active, KeyState.Pending);
        assertThat(issuer.after(RING, at, DAY).active()).isNotEqualTo(RING.active());
    }

    @Test
    void aPendingKeyMadeBeforeRotateAfterIsStaleToo() {
        var next = pending(NOW.plus(Duration.ofDays(89)));
        issuer.rotateAfter = "2027-02-20T00:00:00Z";

        var rolled = issuer.settled(ring(KEY, next), Instant.parse(issuer.rotateAfter));

        assertThat(rolled.states()).doesNotContainKey(next.id());
        assertThat(states(rolled)).containsExactly(KeyState.Active, KeyState.Pending);
    }

    @Test
    void anotherAlgorithmRollsOverToAKeyOfIt() {
        issuer.algorithm = "ES384";

        var published = issuer.settled(RING, NOW);
        assertThat(published.active()).contains(KEY);

        var rolled = issuer.after(published, NOW, DAY);
        assertThat(rolled.active().orElseThrow().key().algorithm()).isEqualTo(SigningAlgorithm.ES384);
        assertThat(rolled.states()).containsEntry(KEY.id(), KeyState.Retiring);
    }

    @Test
    void anAlgorithmTakenBackInTimeChangesNothing() {
        issuer.algorithm = "ES384";
        var published = issuer.settled(RING, NOW);
        issuer.algorithm = "ES256";

        assertThat(issuer.settled(published, NOW.plusSeconds(60))).isEqualTo(RING);
    }

    @Test
    void aCompromisedKeyNeverSignsAgainAndGetsASuccessorAtOnce() {
        issuer.compromised = List.of(KEY.id().value());

        assertThat(issuer.plan(RING, NOW)).isInstanceOfSatisfying(KeyPlan.Change.class, change -> {
            assertThat(change.ring().states()).containsEntry(KEY.id(), KeyState.Compromised);
            assertThat(change.ring().active()).isEmpty();
            assertThat(change.newKey()).contains(new NewKey(SigningAlgorithm.ES256, NewKey.Start.Active, NOW));
            assertThat(change.resourceVersion()).isEqualTo("7");
        });
    }

    @Test
    void aPendingKeyOfTheSameSecretDoesNotTakeOverFromACompromisedOne() {
        var next = pending(NOW).published(NOW);
        issuer.compromised = List.of(KEY.id().value());

        var ring = issuer.settled(ring(KEY, next), NOW.plus(Duration.ofDays(90)));

        assertThat(ring.states()).doesNotContainKey(next.id()).containsEntry(KEY.id(), KeyState.Compromised);
        assertThat(ring.active()).isPresent();
    }

    @Test
    void aPendingKeyThatIsListedNeverSigns() {
        var next = pending(NOW).published(NOW);
        issuer.compromised = List.of(next.id().value());

        var ring = issuer.settled(ring(KEY, next), NOW);

        assertThat(ring.states()).containsEntry(next.id(), KeyState.Compromised);
        assertThat(ring.active()).contains(KEY);
    }

    @Test
    void aKeyTakenOffTheListStaysCompromised() {
        var ring = ring(KEY.compromised(NOW), active(NOW));

        assertThat(issuer.plan(ring, NOW)).isInstanceOf(KeyPlan.Keep.class);
    }

    @Test
    void aKeySecretFromABackupRevivesNoCompromisedKey() {
        issuer.everCompromised.add(KEY.id());

        assertThat(issuer.settled(RING, NOW).states()).containsEntry(KEY.id(), KeyState.Compromised);
    }

    @ParameterizedTest
    @CsvSource({"period, 5x", "publishBefore, 91d", "algorithm, HS256", "rotateAfter, yesterday"})
    void aFieldThatMeansNothingIsNamedAndRollsNothingOver(String field, String value) {
        set(field, value);

        assertThat(issuer.plan(RING, NOW.plus(Duration.ofDays(1000))))
                .isInstanceOfSatisfying(KeyPlan.Stuck.class, stuck -> {
                    assertThat(stuck.reason()).isEqualTo(IssuerReason.InvalidSpec);
                    assertThat(stuck.message()).contains(field);
                });
    }

    @Test
    void aFieldThatMeansNothingStopsNoCompromise() {
        issuer.period = "5x";
        issuer.compromised = List.of(KEY.id().value());

        var ring = GivenIssuer.written((KeyPlan.Change) issuer.plan(RING, NOW), NOW);

        assertThat(ring.states()).containsEntry(KEY.id(), KeyState.Compromised);
        assertThat(ring.active()).isPresent();
    }

    @Test
    void withManyKeysARollOverWaitsAndACompromiseDoesNot() {
        var keys = new RingKey[RingRollover.MAX_KEYS];
        keys[0] = KEY;
        for (int i = 1; i < keys.length; i++) {
            keys[i] = active(NOW).retired(NOW);
            issuer.uses.put(keys[i].id(), new KeyUse.Unknown());
        }
        var due = NOW.plus(Duration.ofDays(90));

        assertThat(issuer.settled(ring(keys), due).keys()).hasSize(keys.length);

        issuer.compromised = List.of(KEY.id().value());
        assertThat(issuer.settled(ring(keys), due).active().map(RingKey::id))
                .isPresent()
                .isNotEqualTo(RING.active().map(RingKey::id));
    }

    private void set(String field, String value) {
        switch (field) {
            case "period" -> issuer.period = value;
            case "publishBefore" -> issuer.publishBefore = value;
            case "algorithm" -> issuer.algorithm = value;
            default -> issuer.rotateAfter = value;
        }
    }

    private static List<KeyState> states(KeyRing ring) {
        return ring.keys().stream().map(RingKey::state).toList();
    }

    private static void assertStuck(KeyPlan plan, IssuerReason reason) {
        assertThat(plan)
                .isInstanceOfSatisfying(
                        KeyPlan.Stuck.class, stuck -> assertThat(stuck.reason()).isEqualTo(reason));
    }
}
