package dev.apitoken.token.rotation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.apitoken.token.Digest;
import dev.apitoken.token.rotation.Liveness.EndReason;
import dev.apitoken.token.rotation.Liveness.Ended;
import dev.apitoken.token.rotation.Liveness.Live;
import dev.apitoken.token.rotation.RotationPlan.Hold;
import dev.apitoken.token.rotation.RotationPlan.Issue;
import dev.apitoken.token.rotation.RotationPlan.Keep;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * One ApiToken, an operator that does what the plan says when it says so, and a clock that only this moves. Whatever
 * happens, the rules are checked at every instant at which something can change.
 */
final class World {
    private static final int MAX_TURNS = 40;

    final Wish wish;
    final List<Issue> issued = new ArrayList<>();
    Instant now;
    Observation observed = new Observation.Missing(0);

    private final Set<Digest> dead = new HashSet<>();

    World(Wish wish, Instant start) {
        this.wish = wish;
        this.now = start;
    }

    /** To be called after every change of the wish. */
    RotationPlan settle() {
        rememberTheDead();
        var plan = wish.plan(observed, now);
        assertThat(wish.plan(observed, now))
                .as("the same inputs, the same plan")
                .isEqualTo(plan);
        if (plan instanceof Issue issue) {
            checkIssue(issue);
            issued.add(issue);
        }
        observed = wish.applied(plan, observed);
        rememberTheDead();
        var next = wish.plan(observed, now);
        assertThat(next).as("a plan that was followed is done").isNotInstanceOf(Issue.class);
        checkAgreement(next);
        return next;
    }

    /** Follows every wake; after many of them (a short life, a long time) the operator sleeps through the rest. */
    void pass(Duration time) {
        var until = now.plus(time);
        var plan = settle();
        for (int turn = 0; turn < MAX_TURNS && isDueBy(plan, until); turn++) {
            var wake = plan.wakeAt().get();
            checkNothingHappensBefore(wake, plan);
            now = wake;
            plan = settle();
        }
        var asleep = isDueBy(plan, until);
        now = until;
        assertThat(asleep || wish.plan(observed, now).equals(plan))
                .as("no wake, no change")
                .isTrue();
        settle();
    }

    private static boolean isDueBy(RotationPlan plan, Instant until) {
        return plan.wakeAt().filter(at -> !at.isAfter(until)).isPresent();
    }

    Optional<ObservedToken> token() {
        return observed instanceof Observation.Found(ObservedToken token) ? Optional.of(token) : Optional.empty();
    }

    Set<Digest> live() {
        var live = new LinkedHashSet<Digest>();
        token().ifPresent(token -> {
            if (Liveness.of(wish.desired(), token, now) instanceof Live) {
                live.add(token.digest());
            }
            token.previous()
                    .filter(previous -> Liveness.ofPrevious(wish.desired(), token, previous, now) instanceof Live)
                    .ifPresent(previous -> live.add(previous.digest()));
        });
        return live;
    }

    private void checkNothingHappensBefore(Instant wake, RotationPlan plan) {
        var wait = Duration.between(now, wake);
        var awake = now;
        for (var instant : List.of(awake.plus(wait.dividedBy(3)), wake.minusNanos(1))) {
            now = instant;
            assertThat(wish.plan(observed, now))
                    .as("nothing to do before the wake")
                    .isEqualTo(plan);
            checkAgreement(plan);
            rememberTheDead();
        }
    }

    private void checkIssue(Issue issue) {
        assertThat(issue.issuedAt()).isBetween(now.minusSeconds(1), now.plusSeconds(1));
        assertThat(issue.expiresAt()).isAfter(issue.issuedAt()).isAfter(now);
        assertThat(issue.issuedAt().getNano() + issue.expiresAt().getNano()).isZero();
        wish.expiresAt.ifPresent(end -> assertThat(issue.expiresAt()).isBeforeOrEqualTo(end));
        assertThat(issue.revision()).isEqualTo(observed.lastRevision() + 1);
        issue.previous().ifPresent(previous -> {
            assertThat(previous.acceptedUntil()).isAfter(now).isBeforeOrEqualTo(now.plus(wish.overlap));
            assertThat(issue.reason()).isIn(RotationReason.Renewal, RotationReason.SpecChanged);
        });
        token().filter(token -> issue.previous().isEmpty() && !wish.overlap.isZero())
                .ifPresent(token -> assertThat(Liveness.of(wish.desired(), token, now))
                        .as("what gets no overlap has ended before its successor is there")
                        .isInstanceOf(Ended.class));
    }

    private void checkAgreement(RotationPlan plan) {
        assertThat(live()).hasSizeLessThanOrEqualTo(2).noneMatch(dead::contains);
        switch (plan) {
            case Keep keep -> {
                assertThat(live()).contains(token().orElseThrow().digest());
                keep.renewalTime().ifPresent(at -> assertThat(at).isAfter(now));
            }
            case Hold hold -> token().ifPresent(token -> assertHeld(hold, Liveness.of(wish.desired(), token, now)));
            case Issue issue -> throw new AssertionError("not settled");
        }
    }

    private static void assertHeld(Hold hold, Liveness liveness) {
        switch (hold.reason()) {
            // Superseded: replaced within the last second before the hard end, which leaves no room for another.
            case Expired -> assertThat(liveness).isIn(new Ended(EndReason.Expired), new Ended(EndReason.Superseded));
            case Denied -> assertThat(liveness).isEqualTo(new Ended(EndReason.Denied));
            case Disabled -> assertThat(liveness).isEqualTo(new Ended(EndReason.Disabled));
            case Suspended -> assertThat(liveness).isNotIn(new Ended(EndReason.Denied), new Ended(EndReason.Disabled));
        }
    }

    /** Ended by the clock, by a request or with its key: none of these may ever be undone. */
    private void rememberTheDead() {
        token().ifPresent(token -> {
            var desired = wish.desired();
            var reason = Supersession.of(desired, token, now);
            var forGood = Liveness.of(desired, token, now).equals(new Ended(EndReason.Expired))
                    || reason.equals(Optional.of(RotationReason.Requested))
                    || reason.equals(Optional.of(RotationReason.KeyCompromised));
            if (forGood) {
                dead.add(token.digest());
            }
            token.previous()
                    .filter(previous -> forGood || Supersession.ofPrevious(desired, previous, now))
                    .ifPresent(previous -> dead.add(previous.digest()));
            issued.stream()
                    .map(issue -> Digest.of("token-" + issue.revision()))
                    .filter(digest -> !digest.equals(token.digest()))
                    .filter(digest ->
                            token.previous().stream().noneMatch(p -> p.digest().equals(digest)))
                    .forEach(dead::add);
        });
    }
}
