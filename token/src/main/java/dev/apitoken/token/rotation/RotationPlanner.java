package dev.apitoken.token.rotation;

import dev.apitoken.token.rotation.RotationPlan.HoldReason;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Wish and fact in, plan out: no clock, no client, no chance. An ordered list of checks; the first that applies
 * decides.
 *
 * <p>Of several things that forbid a token the one that is hardest to lift is named: the hard end (nothing but a new
 * date lifts it), the emergency annotation (enabling does not), the switch, the pause.
 */
public final class RotationPlanner {
    /** Clocks of one cluster differ by less (rule A15). */
    static final Duration CLOCK_TOLERANCE = Duration.ofSeconds(60);

    private static final List<Check> CHECKS = List.of(
            RotationPlanner::hardEndReached,
            RotationPlanner::denied,
            RotationPlanner::disabled,
            RotationPlanner::suspended,
            RotationPlanner::missing,
            RotationPlanner::damaged,
            onFound(RotationPlanner::superseded),
            onFound(RotationPlanner::issuedInTheFuture),
            onFound(RotationPlanner::endedForGood),
            onFound(RotationPlanner::validityChanged),
            onFound(RotationPlanner::expired),
            onFound(RotationPlanner::renewalDue),
            onFound(RotationPlanner::asAskedFor));

    private RotationPlanner() {}

    public static RotationPlan plan(DesiredToken desired, Observation observed, Instant now) {
        var situation = new Situation(desired, within(desired, observed), now);
        for (var check : CHECKS) {
            var plan = check.apply(situation);
            if (plan.isPresent()) {
                return plan.get();
            }
        }
        throw new IllegalStateException("the last check always applies");
    }

    private static Observation within(DesiredToken desired, Observation observed) {
        return observed instanceof Observation.Found(ObservedToken token)
                ? new Observation.Found(desired.within(token))
                : observed;
    }

    private static Optional<RotationPlan> hardEndReached(Situation at) {
        return when(at.desired().hasEnded(at.now()), () -> at.hold(HoldReason.Expired));
    }

    private static Optional<RotationPlan> denied(Situation at) {
        return when(at.desired().switches().denied(), () -> at.hold(HoldReason.Denied));
    }

    private static Optional<RotationPlan> disabled(Situation at) {
        return when(!at.desired().switches().enabled(), () -> at.hold(HoldReason.Disabled));
    }

    private static Optional<RotationPlan> suspended(Situation at) {
        return when(at.desired().switches().suspended(), () -> at.hold(HoldReason.Suspended));
    }

    private static Optional<RotationPlan> missing(Situation at) {
        return at.observed() instanceof Observation.Missing(long lastRevision)
                ? Optional.of(at.issue(lastRevision == 0 ? RotationReason.FirstIssue : RotationReason.SecretMissing))
                : Optional.empty();
    }

    private static Optional<RotationPlan> damaged(Situation at) {
        return when(at.observed() instanceof Observation.Damaged, () -> at.issue(RotationReason.SecretTampered));
    }

    private static Optional<RotationPlan> superseded(Situation at, ObservedToken token) {
        return Supersession.of(at.desired(), token, at.now()).map(at::issue);
    }

    /** Its successor is issued now, so this happens once. Until then it stays accepted: no clock is at fault for sure. */
    private static Optional<RotationPlan> issuedInTheFuture(Situation at, ObservedToken token) {
        return when(
                token.issuedAt().isAfter(at.now().plus(CLOCK_TOLERANCE)), () -> at.issue(RotationReason.ClockAnomaly));
    }

    /** An earlier hard end, since moved, ended it: a later date brings another token, never this one (rule A9). */
    private static Optional<RotationPlan> endedForGood(Situation at, ObservedToken token) {
        return when(token.hasEndedForGood(at.now()), () -> at.issue(RotationReason.SpecChanged));
    }

    /**
     * Only a validity the spec names acts before the next renewal, and only if it moves the end of this token: where
     * both the old and the new one reach the hard end, a new token would be the same.
     */
    private static Optional<RotationPlan> validityChanged(Situation at, ObservedToken token) {
        var desired = at.desired();
        if (!desired.validityRequested()
                || token.record().requestedValidity().equals(Optional.of(desired.validity()))) {
            return Optional.empty();
        }
        var asked = desired.notPastEnd(token.issuedAt().plus(desired.validity()));
        var given = desired.notPastEnd(token.expiresAt());
        return when(!asked.equals(given), () -> at.issueBeside(token, RotationReason.SpecChanged));
    }

    private static Optional<RotationPlan> expired(Situation at, ObservedToken token) {
        if (token.expiresAt().isAfter(at.now())) {
            return Optional.empty();
        }
        return Optional.of(
                switch (at.desired().rotation().renewal()) {
                    case Automatic -> at.issue(RotationReason.Renewal);
                    case Manual -> at.hold(HoldReason.Expired);
                });
    }

    private static Optional<RotationPlan> renewalDue(Situation at, ObservedToken token) {
        return at.renewalTime(token)
                .filter(due -> !due.isAfter(at.now()))
                .map(due -> at.issueBeside(token, RotationReason.Renewal));
    }

    private static Optional<RotationPlan> asAskedFor(Situation at, ObservedToken token) {
        return Optional.of(at.keep(token));
    }

    private static Optional<RotationPlan> when(boolean applies, Supplier<RotationPlan> plan) {
        return applies ? Optional.of(plan.get()) : Optional.empty();
    }

    private static Check onFound(TokenCheck check) {
        return at -> at.observed() instanceof Observation.Found(ObservedToken token)
                ? check.apply(at, token)
                : Optional.empty();
    }

    private interface Check {
        Optional<RotationPlan> apply(Situation at);
    }

    private interface TokenCheck {
        Optional<RotationPlan> apply(Situation at, ObservedToken token);
    }
}
