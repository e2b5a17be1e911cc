package dev.apitoken.token.rotation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.apitoken.token.rotation.DesiredToken.Switches;
import dev.apitoken.token.rotation.Liveness.EndReason;
import dev.apitoken.token.rotation.Liveness.Ended;
import dev.apitoken.token.rotation.Liveness.Live;
import dev.apitoken.token.signing.KeyState;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LivenessTest {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final Instant RENEWED = START.plus(Duration.ofDays(25));

    private final Wish wish = new Wish();
    private final ObservedToken first = wish.firstToken(START);
    private final ObservedToken token = wish.issued((RotationPlan.Issue) wish.plan(first, RENEWED));
    private final PreviousToken previous = token.previous().orElseThrow();

    @Test
    void aTokenLivesUntilItsExpiryAndNotAtIt() {
        assertThat(current(token.expiresAt().minusNanos(1))).isEqualTo(new Live(token.expiresAt()));
        assertThat(current(token.expiresAt())).isEqualTo(new Ended(EndReason.Expired));
    }

    @Test
    void theFirstOfAllEndsCounts() {
        wish.expiresAt = Optional.of(RENEWED.plusSeconds(300));
        assertThat(current(RENEWED)).isEqualTo(new Live(RENEWED.plusSeconds(300)));
        wish.rotateAfter = List.of(RENEWED.plusSeconds(500), RENEWED.plusSeconds(200), RENEWED.minusSeconds(1));
        assertThat(current(RENEWED)).isEqualTo(new Live(RENEWED.plusSeconds(200)));
        var recorded = new ObservedToken(
                token.claims(), token.keyId(), token.digest(), token.record().endedAt(RENEWED.plusSeconds(100)));
        assertThat(Liveness.of(wish.desired(), recorded, RENEWED)).isEqualTo(new Live(RENEWED.plusSeconds(100)));
    }

    /** Rule D2: a limit that became tighter counts from the issue of a token, whatever it was made for. */
    @Test
    void noTokenLivesLongerThanItsIssuerAllowsNow() {
        wish.longestLife = Optional.of(Duration.ofDays(10));
        var end = RENEWED.plus(Duration.ofDays(10));

        assertThat(current(RENEWED)).isEqualTo(new Live(end));
        assertThat(current(end)).isEqualTo(new Ended(EndReason.Expired));
        assertThat(before(RENEWED)).isEqualTo(new Ended(EndReason.Expired));
        assertThat(wish.plan(token, end))
                .isInstanceOfSatisfying(
                        RotationPlan.Issue.class,
                        issue -> assertThat(issue.reason()).isEqualTo(RotationReason.Renewal));
        assertThat(wish.plan(token, RENEWED).wakeAt())
                .hasValueSatisfying(at -> assertThat(at).isBefore(end));

        wish.renewal = RotationPolicy.Renewal.Manual;
        assertThat(wish.plan(token, end)).isInstanceOf(RotationPlan.Hold.class);
    }

    @Test
    void disabledAndDeniedEndItWhateverElseHolds() {
        wish.switches = new Switches(false, false, false);
        assertThat(current(RENEWED)).isEqualTo(new Ended(EndReason.Disabled));
        assertThat(before(RENEWED)).isEqualTo(new Ended(EndReason.Disabled));
        wish.switches = new Switches(false, true, false);
        assertThat(current(RENEWED)).isEqualTo(new Ended(EndReason.Denied));
        wish.expiresAt = Optional.of(RENEWED);
        wish.user = "another";
        assertThat(current(RENEWED)).isEqualTo(new Ended(EndReason.Expired));
    }

    /** Rule A11. */
    @Test
    void suspensionDelaysNoEnd() {
        wish.switches = new Switches(true, false, true);
        assertThat(current(RENEWED)).isEqualTo(new Live(token.expiresAt()));
        wish.rotateAfter = List.of(RENEWED);
        assertThat(current(RENEWED)).isEqualTo(new Ended(EndReason.Superseded));
        wish.rotateAfter = List.of();
        wish.keys = Map.of(Wish.KEY, KeyState.Compromised);
        assertThat(current(RENEWED)).isEqualTo(new Ended(EndReason.Superseded));
    }

    @Test
    void thePreviousTokenLivesAsLongAsTheOverlap() {
        var end = RENEWED.plus(wish.overlap);

        assertThat(before(end.minusNanos(1))).isEqualTo(new Live(end));
        assertThat(before(end)).isEqualTo(new Ended(EndReason.Expired));
    }

    @Test
    void aShorterOverlapShortensItAndALongerOneDoesNotLengthenIt() {
        wish.overlap = Duration.ofMinutes(5);
        assertThat(before(RENEWED)).isEqualTo(new Live(RENEWED.plusSeconds(300)));
        wish.overlap = Duration.ofMinutes(60);
        assertThat(before(RENEWED)).isEqualTo(new Live(RENEWED.plusSeconds(600)));
        wish.overlap = Duration.ZERO;
        assertThat(before(RENEWED)).isEqualTo(new Ended(EndReason.Expired));
    }

    @Test
    void whatEndsTheCurrentTokenEndsThePreviousOne() {
        wish.user = "another";
        assertThat(before(RENEWED)).isEqualTo(new Ended(EndReason.Superseded));
    }

    @Test
    void itsOwnKeyOrItsOwnAgeEndsThePreviousTokenAlone() {
        var older = new PreviousToken(
                previous.digest(), previous.id(), Wish.OTHER_KEY, previous.issuedAt(), previous.acceptedUntil());
        assertThat(Liveness.ofPrevious(wish.desired(), token, older, RENEWED))
                .isEqualTo(new Ended(EndReason.Superseded));
        wish.keys = Map.of(Wish.KEY, KeyState.Active, Wish.OTHER_KEY, KeyState.Compromised);
        assertThat(Liveness.ofPrevious(wish.desired(), token, older, RENEWED))
                .isEqualTo(new Ended(EndReason.Superseded));
        wish.keys = Map.of(Wish.KEY, KeyState.Active, Wish.OTHER_KEY, KeyState.Retiring);
        assertThat(Liveness.ofPrevious(wish.desired(), token, older, RENEWED)).isInstanceOf(Live.class);

        wish.rotateAfter = List.of(RENEWED.minusSeconds(1));
        assertThat(before(RENEWED)).isEqualTo(new Ended(EndReason.Superseded));
        assertThat(current(RENEWED)).isEqualTo(new Live(token.expiresAt()));
    }

    private Liveness current(Instant now) {
        return Liveness.of(wish.desired(), token, now);
    }

    private Liveness before(Instant now) {
        return Liveness.ofPrevious(wish.desired(), token, previous, now);
    }
}
