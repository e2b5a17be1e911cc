package dev.apitoken.token.rotation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.apitoken.token.rotation.DesiredToken.Switches;
import dev.apitoken.token.rotation.RotationPlan.Hold;
import dev.apitoken.token.rotation.RotationPlan.HoldReason;
import dev.apitoken.token.rotation.RotationPlan.Issue;
import dev.apitoken.token.rotation.RotationPlan.Keep;
import dev.apitoken.token.rotation.RotationPolicy.Renewal;
import dev.apitoken.token.signing.KeyState;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class RotationPlannerTest {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final Duration DAY = Duration.ofDays(1);

    private final Wish wish = new Wish();

    @Nested
    class WhenThereIsNoSoundToken {
        @Test
        void theFirstTokenIsIssued() {
            var plan = (Issue) wish.plan(new Observation.Missing(0), START.plusMillis(999));

            assertThat(plan.reason()).isEqualTo(RotationReason.FirstIssue);
            assertThat(plan.revision()).isEqualTo(1);
            assertThat(plan.issuedAt()).isEqualTo(START);
            assertThat(plan.expiresAt()).isEqualTo(START.plus(30, java.time.temporal.ChronoUnit.DAYS));
            assertThat(plan.previous()).isEmpty();
        }

        @Test
        void aLostSecretIsMadeAgain() {
            assertIssue(wish.plan(new Observation.Missing(7), START), RotationReason.SecretMissing, 8);
        }

        @Test
        void anAlteredTokenIsReplaced() {
            assertIssue(wish.plan(new Observation.Damaged(7), START), RotationReason.SecretTampered, 8);
        }

        @ParameterizedTest
        @ValueSource(longs = {-1, Long.MIN_VALUE, Long.MAX_VALUE, TokenRecord.MAX_REVISION})
        void aRevisionThatSomebodyMadeUpDoesNoHarm(long revision) {
            assertThat(((Issue) wish.plan(new Observation.Damaged(revision), START)).revision())
                    .isBetween(1L, TokenRecord.MAX_REVISION);
        }
    }

    @Nested
    class WhenNothingMayBeMinted {
        @Test
        void theHardEndComesBeforeEverythingElse() {
            var token = wish.firstToken(START);
            wish.expiresAt = Optional.of(START.plus(DAY));
            wish.switches = new Switches(false, true, true);

            assertHold(wish.plan(token, START.plus(DAY).minusNanos(1)), HoldReason.Denied);
            assertHold(wish.plan(token, START.plus(DAY)), HoldReason.Expired);
            assertHold(wish.plan(new Observation.Missing(0), START.plus(DAY)), HoldReason.Expired);
        }

        @Test
        void theEmergencyStopComesBeforeTheSwitchAndTheSwitchBeforeThePause() {
            wish.switches = new Switches(false, true, true);
            assertHold(wish.plan(new Observation.Missing(0), START), HoldReason.Denied);
            wish.switches = new Switches(false, false, true);
            assertHold(wish.plan(new Observation.Missing(0), START), HoldReason.Disabled);
            wish.switches = new Switches(true, false, true);
            assertHold(wish.plan(new Observation.Missing(0), START), HoldReason.Suspended);
        }

        @Test
        void aDisabledTokenIsKeptAsItIsAndComesBack() {
            var token = wish.firstToken(START);
            wish.switches = new Switches(false, false, false);
            var hold = (Hold) wish.plan(token, START.plus(DAY));
            wish.switches = Switches.ON;

            assertThat(hold.record()).isEmpty();
            assertThat(wish.plan(token, START.plus(DAY))).isInstanceOf(Keep.class);
        }

        @Test
        void aTokenThatExpiredWhileDisabledIsReplacedWhenEnabled() {
            var token = wish.firstToken(START);

            assertIssue(wish.plan(token, token.expiresAt()), RotationReason.Renewal, 2);
        }

        @Test
        void suspensionWaitsForTheNextEndAndMintsNothing() {
            var token = wish.firstToken(START);
            wish.switches = new Switches(true, false, true);
            wish.user = "another";

            var hold = (Hold) wish.plan(token, START.plus(DAY));

            assertThat(hold.reason()).isEqualTo(HoldReason.Suspended);
            assertThat(hold.record()).isEmpty();
            assertThat(hold.wakeAt()).contains(token.expiresAt());
        }

        @Test
        void aHardEndWithinThisSecondLeavesNoRoomForAToken() {
            wish.expiresAt = Optional.of(START.plusMillis(900));
            assertHold(wish.plan(new Observation.Missing(0), START.plusMillis(100)), HoldReason.Expired);

            wish.expiresAt = Optional.of(START.plusSeconds(1));
            assertThat(((Issue) wish.plan(new Observation.Missing(0), START.plusMillis(100))).expiresAt())
                    .isEqualTo(START.plusSeconds(1));

            wish.rotateAfter = List.of(START);
            assertHold(wish.plan(new Observation.Missing(0), START.plusMillis(100)), HoldReason.Expired);
        }
    }

    @Nested
    class WhenTheTokenEndsAtOnce {
        @Test
        void aCompromisedKeyCountsMoreThanAChangedSpec() {
            var token = wish.firstToken(START);
            wish.keys = Map.of(Wish.KEY, KeyState.Compromised, Wish.OTHER_KEY, KeyState.Active);
            wish.user = "another";

            assertEndsAtOnce(token, RotationReason.KeyCompromised);
        }

        @Test
        void aKeyThatIsGoneCannotBeVerified() {
            var token = wish.firstToken(START);
            wish.keys = Map.of(Wish.OTHER_KEY, KeyState.Active);

            assertEndsAtOnce(token, RotationReason.KeyRetired);
        }

        @ParameterizedTest
        @EnumSource(names = {"Pending", "Active", "Retiring"})
        void aKeyInAnyOtherStateKeepsItsTokens(KeyState state) {
            var token = wish.firstToken(START);
            wish.keys = Map.of(Wish.KEY, state);

            assertThat(wish.plan(token, START)).isInstanceOf(Keep.class);
        }

        @Test
        void anotherUserAudienceOrIssuerIsAnotherToken() {
            var token = wish.firstToken(START);
            wish.user = "another";
            assertEndsAtOnce(token, RotationReason.SpecChanged);
            wish.user = "ci";
            wish.audiences = List.of("orders-api", "billing-api");
            assertEndsAtOnce(token, RotationReason.SpecChanged);
            wish.audiences = List.of("orders-api");
            wish.issuer = "urn:apitoken:other";
            assertEndsAtOnce(token, RotationReason.SpecChanged);
        }

        /** Another issuer has other keys; the reason a user understands is the change of the spec. */
        @Test
        void aChangeOfIssuerIsCalledAChangeOfSpec() {
            var token = wish.firstToken(START);
            wish.issuer = "urn:apitoken:other";
            wish.keys = Map.of(Wish.OTHER_KEY, KeyState.Active);

            assertEndsAtOnce(token, RotationReason.SpecChanged);
        }

        private void assertEndsAtOnce(ObservedToken token, RotationReason reason) {
            assertIssue(wish.plan(token, START.plus(DAY)), reason, 2);
            assertThat(Liveness.of(wish.desired(), token, START.plus(DAY)))
                    .isEqualTo(new Liveness.Ended(Liveness.EndReason.Superseded));
        }
    }

    /** Rule A4. */
    @Nested
    class RotateAfter {
        @Test
        void itActsOnceAtItsInstant() {
            var token = wish.firstToken(START);
            var at = START.plus(DAY);
            wish.rotateAfter = List.of(at);

            assertThat(wish.plan(token, at.minusNanos(1)).wakeAt()).contains(at);
            var successor = wish.issued(assertIssue(wish.plan(token, at), RotationReason.Requested, 2));

            assertThat(wish.plan(successor, at)).isInstanceOf(Keep.class);
            assertThat(wish.plan(successor, at.plus(DAY))).isInstanceOf(Keep.class);
        }

        @Test
        void theBackdatedClaimIsNotWhatCounts() {
            wish.rotateAfter = List.of(START);
            var token = wish.firstToken(START.plusSeconds(1));

            assertThat(token.claims().notBefore()).isBefore(START);
            assertThat(wish.plan(token, START.plusSeconds(1))).isInstanceOf(Keep.class);
        }

        /** Issued at 00:00:00.2, asked for at 00:00:00.8: both are the second 00:00:00. */
        @ParameterizedTest
        @ValueSource(ints = {0, 199, 200, 500, 800})
        void inTheSecondOfTheIssueItRotatesOnceNotTwiceAndNotNever(int millis) {
            var token = wish.firstToken(START.plusMillis(200));
            var now = START.plusMillis(800);
            wish.rotateAfter = List.of(START.plusMillis(millis));

            var successor = wish.issued(assertIssue(wish.plan(token, now), RotationReason.Requested, 2));

            assertThat(successor.issuedAt()).isEqualTo(START.plusSeconds(1));
            for (int later : List.of(0, 1, 199, 200, 1_000, 60_000)) {
                assertThat(wish.plan(successor, now.plusMillis(later))).isInstanceOf(Keep.class);
            }
        }

        @Test
        void aTokenCreatedTogetherWithItIsNotRotatedAgain() {
            wish.rotateAfter = List.of(START, START.plusMillis(700), START.minusSeconds(9));
            var token = wish.firstToken(START.plusMillis(750));

            assertThat(wish.plan(token, START.plusMillis(750))).isInstanceOf(Keep.class);
            assertThat(wish.plan(token, START.plusSeconds(1))).isInstanceOf(Keep.class);
        }

        @Test
        void takingItBackOrGivingItAgainMintsNothing() {
            var at = START.plus(DAY);
            wish.rotateAfter = List.of(at);
            var successor = wish.issued((Issue) wish.plan(wish.firstToken(START), at));

            wish.rotateAfter = List.of();
            assertThat(wish.plan(successor, at.plusSeconds(5))).isInstanceOf(Keep.class);
            wish.rotateAfter = List.of(at);
            assertThat(wish.plan(successor, at.plusSeconds(9))).isInstanceOf(Keep.class);
            wish.rotateAfter = List.of(at, at);
            assertThat(wish.plan(successor, at.plusSeconds(9))).isInstanceOf(Keep.class);
        }

        @Test
        void itEndsThePreviousTokenTooAlsoIfItSparesTheCurrentOne() {
            var first = wish.firstToken(START);
            var renewal = ((Keep) wish.plan(first, START)).renewalTime().orElseThrow();
            var second = wish.issued((Issue) wish.plan(first, renewal));
            wish.rotateAfter = List.of(renewal.minusSeconds(30));

            var plan = (Keep) wish.plan(second, renewal.plusSeconds(5));

            assertThat(second.previous()).isPresent();
            assertThat(Liveness.ofPrevious(
                            wish.desired(), second, second.previous().orElseThrow(), renewal.plusSeconds(5)))
                    .isEqualTo(new Liveness.Ended(Liveness.EndReason.Superseded));
            assertThat(plan.record().previous())
                    .as("forgotten, lest it come back")
                    .isEmpty();
        }

        @Test
        void aTokenItEndedWhileDisabledStaysEndedWhenItIsTakenBack() {
            Observation found = new Observation.Found(wish.firstToken(START));
            var at = START.plus(DAY);
            wish.switches = new Switches(false, false, false);
            wish.rotateAfter = List.of(at);
            found = wish.applied(wish.plan(found, at), found);
            wish.rotateAfter = List.of();
            wish.switches = Switches.ON;

            assertIssue(wish.plan(found, at.plus(DAY)), RotationReason.SpecChanged, 2);
        }
    }

    /** Rule A9. */
    @Nested
    class TheHardEnd {
        private final Instant end = START.plus(Duration.ofDays(10));

        @Test
        void noTokenOutlivesIt() {
            wish.expiresAt = Optional.of(end);

            assertThat(wish.firstToken(START).expiresAt()).isEqualTo(end);
        }

        @Test
        void aTokenThatLivesUntilThenIsNeverRenewed() {
            wish.expiresAt = Optional.of(end);
            var keep = (Keep) wish.plan(wish.firstToken(START), end.minusSeconds(1));

            assertThat(keep.renewalTime()).isEmpty();
            assertThat(keep.wakeAt()).contains(end);
        }

        @Test
        void movedEarlierItShortensWithoutMinting() {
            var token = wish.firstToken(START);
            wish.expiresAt = Optional.of(end);

            var keep = (Keep) wish.plan(token, START.plus(DAY));

            assertThat(keep.wakeAt()).contains(end);
            assertThat(keep.record().endsAt()).contains(end);
            assertThat(Liveness.of(wish.desired(), token, START.plus(DAY))).isEqualTo(new Liveness.Live(end));
            assertHold(wish.plan(token, end), HoldReason.Expired);
        }

        @Test
        void movedLaterAfterItHasPassedItMintsAndNeverRevives() {
            Observation found = new Observation.Found(wish.firstToken(START));
            wish.expiresAt = Optional.of(end);
            found = wish.applied(wish.plan(found, START.plus(DAY)), found);

            wish.expiresAt = Optional.empty();
            var issue = assertIssue(wish.plan(found, end), RotationReason.SpecChanged, 2);

            assertThat(issue.previous()).isEmpty();
            assertThat(issue.record().endsAt()).isEmpty();
        }

        @Test
        void movedLaterInTimeItChangesNothing() {
            Observation found = new Observation.Found(wish.firstToken(START));
            wish.expiresAt = Optional.of(end);
            found = wish.applied(wish.plan(found, START.plus(DAY)), found);

            wish.expiresAt = Optional.of(end.plus(DAY));
            var keep = (Keep) wish.plan(found, end.minusSeconds(1));

            assertThat(keep.record().endsAt()).contains(end.plus(DAY));
        }

        @ParameterizedTest
        @ValueSource(strings = {"enabled", "disabled", "denied", "suspended"})
        void setInThePastItEndsTheTokenForGood(String state) {
            Observation found = new Observation.Found(wish.firstToken(START));
            wish.switches = switch (state) {
                case "disabled" -> new Switches(false, false, false);
                case "denied" -> new Switches(true, true, false);
                case "suspended" -> new Switches(true, false, true);
                default -> Switches.ON;
            };
            wish.expiresAt = Optional.of(START.plusSeconds(5));
            var hold = (Hold) wish.plan(found, START.plus(DAY));
            found = wish.applied(hold, found);
            assertThat(hold.record().flatMap(TokenRecord::endsAt)).contains(START.plusSeconds(5));
            assertThat(((Hold) wish.plan(found, START.plus(DAY))).record())
                    .as("written once")
                    .isEmpty();

            wish.expiresAt = Optional.of(end);
            wish.switches = Switches.ON;

            assertIssue(wish.plan(found, START.plus(DAY)), RotationReason.SpecChanged, 2);
        }

        @Test
        void aTokenThatExpiredByItselfNeedsNoRecord() {
            var token = wish.firstToken(START);
            wish.expiresAt = Optional.of(token.expiresAt());
            var hold = (Hold) wish.plan(token, token.expiresAt());

            assertThat(hold.record()).isEmpty();
        }

        @Test
        void whileItLiesAheadADisabledTokenIsLeftAlone() {
            var token = wish.firstToken(START);
            wish.switches = new Switches(false, false, false);
            wish.expiresAt = Optional.of(end);

            var hold = (Hold) wish.plan(token, end.minusSeconds(1));

            assertThat(hold.record()).isEmpty();
            assertThat(hold.wakeAt()).contains(end);
        }

        @Test
        void aTokenThatEndsBeforeItIsRenewed() {
            wish.expiresAt = Optional.of(START.plus(Duration.ofDays(30)).plusSeconds(1));
            var token = wish.firstToken(START);

            assertThat(token.expiresAt()).isEqualTo(START.plus(Duration.ofDays(30)));
            assertThat(((Keep) wish.plan(token, START)).renewalTime()).isPresent();
            wish.expiresAt = Optional.of(token.expiresAt());
            assertThat(((Keep) wish.plan(token, START)).renewalTime()).isEmpty();
        }

        @Test
        void aLaterDateMintsEvenWhereNothingIsRenewed() {
            wish.renewal = Renewal.Manual;
            wish.expiresAt = Optional.of(end);
            var token = wish.firstToken(START);
            wish.expiresAt = Optional.of(end.plus(DAY));

            assertIssue(wish.plan(token, end), RotationReason.SpecChanged, 2);
        }
    }

    @Nested
    class Validity {
        @Test
        void aNamedOneThatChangesReplacesTheTokenWithOverlap() {
            wish.validityRequested = true;
            var token = wish.firstToken(START);
            wish.validity = Duration.ofDays(7);

            var issue = assertIssue(wish.plan(token, START.plus(DAY)), RotationReason.SpecChanged, 2);

            assertThat(issue.previous().map(PreviousToken::acceptedUntil))
                    .contains(START.plus(DAY).plus(wish.overlap));
            assertThat(issue.record().requestedValidity()).contains(Duration.ofDays(7));
            assertThat(wish.plan(wish.issued(issue), START.plus(DAY))).isInstanceOf(Keep.class);
        }

        @Test
        void aDefaultThatChangesWaitsForTheNextRenewal() {
            var token = wish.firstToken(START);
            wish.validity = Duration.ofDays(7);

            assertThat(wish.plan(token, START.plus(DAY))).isInstanceOf(Keep.class);
        }

        @Test
        void namingWhatTheDefaultWasMintsNothing() {
            var token = wish.firstToken(START);
            wish.validityRequested = true;
            assertThat(wish.plan(token, START)).isInstanceOf(Keep.class);

            wish.validity = Duration.ofDays(31);
            assertIssue(wish.plan(token, START), RotationReason.SpecChanged, 2);
        }

        @Test
        void noLongerNamingItMintsNothing() {
            wish.validityRequested = true;
            wish.validity = Duration.ofDays(7);
            var token = wish.firstToken(START);
            wish.validityRequested = false;
            wish.validity = Duration.ofDays(30);

            assertThat(token.record().requestedValidity()).contains(Duration.ofDays(7));
            assertThat(((Keep) wish.plan(token, START)).record().requestedValidity())
                    .isEmpty();
        }

        @Test
        void aLongerOneThatTheHardEndCutsToTheSameLengthMintsNothing() {
            wish.validityRequested = true;
            wish.expiresAt = Optional.of(START.plus(DAY));
            var token = wish.firstToken(START);
            wish.validity = Duration.ofDays(60);

            assertThat(wish.plan(token, START)).isInstanceOf(Keep.class);
        }

        @Test
        void movingTheHardEndIsNoChangeOfIt() {
            wish.validityRequested = true;
            wish.expiresAt = Optional.of(START.plus(DAY));
            var token = wish.firstToken(START);
            wish.expiresAt = Optional.of(START.plus(DAY.multipliedBy(2)));

            assertThat(wish.plan(token, START)).isInstanceOf(Keep.class);
        }
    }

    @Nested
    class Renewals {
        @Test
        void atTheRenewalTimeAndNotBefore() {
            var token = wish.firstToken(START);
            var due = RenewalTime.of(token, wish.desired().rotation(), "uid-1");

            assertThat(wish.plan(token, due.minusNanos(1)))
                    .isEqualTo(new Keep(token.record(), Optional.of(due), Optional.of(due)));
            var issue = assertIssue(wish.plan(token, due), RotationReason.Renewal, 2);
            assertThat(issue.previous())
                    .contains(new PreviousToken(
                            token.digest(), token.id(), token.keyId(), START, due.plus(Duration.ofMinutes(10))));
        }

        @Test
        void thePreviousTokenNeverOutlivesItsOwnExpiry() {
            var token = wish.firstToken(START);
            var late = token.expiresAt().minusSeconds(1);

            assertThat(((Issue) wish.plan(token, late)).previous().map(PreviousToken::acceptedUntil))
                    .contains(token.expiresAt());
            assertThat(((Issue) wish.plan(token, token.expiresAt())).previous()).isEmpty();
        }

        @Test
        void withoutOverlapThePreviousTokenGoesAtOnce() {
            wish.overlap = Duration.ZERO;
            var token = wish.firstToken(START);

            assertThat(((Issue) wish.plan(token, token.expiresAt().minusSeconds(1))).previous())
                    .isEmpty();
        }

        @Test
        void anOlderTokenStillInItsOverlapIsDropped() {
            wish.overlap = Duration.ofDays(30);
            var first = wish.firstToken(START);
            var second = wish.issued((Issue) wish.plan(first, START.plus(Duration.ofDays(25))));
            var third = wish.issued((Issue) wish.plan(second, START.plus(Duration.ofDays(50))));

            assertThat(second.previous().map(PreviousToken::id)).contains(first.id());
            assertThat(third.previous().map(PreviousToken::id)).contains(second.id());
        }

        @Test
        void theEndOfTheOverlapIsTheNextThingToWaitFor() {
            var first = wish.firstToken(START);
            var now = START.plus(Duration.ofDays(25));
            var second = wish.issued((Issue) wish.plan(first, now));
            var end = now.plus(wish.overlap);

            var during = (Keep) wish.plan(second, end.minusNanos(1));
            assertThat(during.wakeAt()).contains(end);
            assertThat(during.record()).isEqualTo(second.record());
            var after = (Keep) wish.plan(second, end);
            assertThat(after.wakeAt()).isEqualTo(after.renewalTime());
            assertThat(after.record()).as("no write for what is over by itself").isEqualTo(second.record());
        }

        @Test
        void aPreviousTokenThatEndedWhileDisabledIsForgottenToo() {
            var first = wish.firstToken(START);
            var now = START.plus(Duration.ofDays(25));
            var second = wish.issued((Issue) wish.plan(first, now));
            wish.switches = new Switches(false, false, false);
            assertThat(((Hold) wish.plan(second, now)).record()).isEmpty();

            wish.rotateAfter = List.of(now.minusSeconds(1));
            var record = ((Hold) wish.plan(second, now)).record().orElseThrow();

            assertThat(record.previous()).isEmpty();
            assertThat(record.endsAt()).isEmpty();
        }

        @Test
        void manualNeverRenewsAndNeverReplacesWhatHasExpired() {
            wish.renewal = Renewal.Manual;
            var token = wish.firstToken(START);

            var keep = (Keep) wish.plan(token, token.expiresAt().minusSeconds(1));
            assertThat(keep.renewalTime()).isEmpty();
            assertThat(keep.wakeAt()).contains(token.expiresAt());
            assertHold(wish.plan(token, token.expiresAt()), HoldReason.Expired);
        }

        @Test
        void manualStillFollowsTheSpec() {
            wish.renewal = Renewal.Manual;
            var token = wish.firstToken(START);
            wish.rotateAfter = List.of(token.expiresAt());

            assertIssue(wish.plan(token, token.expiresAt()), RotationReason.Requested, 2);
        }
    }

    /** Rule A15. */
    @Nested
    class TheClock {
        @Test
        void aTokenFromMoreThanAMinuteAheadIsReplacedOnce() {
            var token = wish.firstToken(START);

            assertThat(wish.plan(token, START.minusSeconds(60))).isInstanceOf(Keep.class);
            var issue =
                    assertIssue(wish.plan(token, START.minusSeconds(60).minusNanos(1)), RotationReason.ClockAnomaly, 2);
            assertThat(wish.plan(wish.issued(issue), START.minusSeconds(61))).isInstanceOf(Keep.class);
        }

        /** Otherwise a clock set back by an hour would end every token there is. */
        @Test
        void untilThenItIsAccepted() {
            var token = wish.firstToken(START);

            assertThat(Liveness.of(wish.desired(), token, START.minusSeconds(3600)))
                    .isEqualTo(new Liveness.Live(token.expiresAt()));
        }
    }

    /** Rule A10: nothing that is not in the claims mints. */
    @Test
    void renewalSettingsMintNothing() {
        var token = wish.firstToken(START);
        wish.overlap = Duration.ZERO;
        wish.jitterPercent = 50;
        wish.renewBefore = new RenewBefore.Fixed(DAY);
        wish.renewal = Renewal.Manual;

        assertThat(wish.plan(token, START.plus(DAY))).isInstanceOf(Keep.class);
    }

    private static Issue assertIssue(RotationPlan plan, RotationReason reason, long revision) {
        assertThat(plan).isInstanceOf(Issue.class);
        var issue = (Issue) plan;
        assertThat(issue.reason()).isEqualTo(reason);
        assertThat(issue.revision()).isEqualTo(revision);
        return issue;
    }

    private static void assertHold(RotationPlan plan, HoldReason reason) {
        assertThat(plan).isInstanceOf(Hold.class);
        assertThat(((Hold) plan).reason()).isEqualTo(reason);
    }
}
