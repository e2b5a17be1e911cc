package dev.apitoken.operator.apitoken;

import dev.apitoken.crds.ReadyReason;
import dev.apitoken.operator.issuer.IssuerKeys;
import dev.apitoken.token.rotation.RotationPlan;
import dev.apitoken.token.rotation.RotationPlanner;
import dev.apitoken.token.rotation.TokenRecord;
import dev.apitoken.token.secret.StoredToken;
import java.time.Instant;
import java.util.Optional;

/** From what was observed to what is done: pure. When a token is replaced is decided by {@link RotationPlanner}. */
final class ApiTokenPlanner {
    private ApiTokenPlanner() {}

    static Step plan(Observed observed, Instant now) {
        return switch (observed.wish()) {
            case Wish.Refused(var reason, var message) -> new Step.Blocked(reason, message);
            case Wish.Granted granted ->
                plan(granted, observed, RotationPlanner.plan(granted.desired(), observed.observation(), now));
        };
    }

    private static Step plan(Wish.Granted wish, Observed observed, RotationPlan plan) {
        return switch (plan) {
            case RotationPlan.Issue issue -> mint(wish, observed, issue);
            case RotationPlan.Keep keep -> keep(wish, observed, keep);
            case RotationPlan.Hold hold -> hold(wish, observed, hold);
        };
    }

    private static Step mint(Wish.Granted wish, Observed observed, RotationPlan.Issue issue) {
        return obstacle(observed).or(() -> notReady(wish)).orElseGet(() -> new Step.Mint(wish, issue));
    }

    /** A held token's Secret is left byte for byte as it is (rules A8, A11), except to write down that it has ended. */
    private static Step hold(Wish.Granted wish, Observed observed, RotationPlan.Hold hold) {
        return intact(observed)
                .filter(token -> hold.record().isPresent())
                .<Step>map(token ->
                        new Step.Repair(wish, hold, token, hold.record().orElseThrow()))
                .orElseGet(() -> new Step.Rest(wish, hold, intact(observed)));
    }

    private static Step keep(Wish.Granted wish, Observed observed, RotationPlan.Keep keep) {
        var obstacle = obstacle(observed);
        if (obstacle.isPresent()) {
            return obstacle.get();
        }
        var token = intact(observed).orElseThrow(() -> new IllegalStateException("a token is kept that is not there"));
        if (!isAsWished(wish, observed, token, keep.record())) {
            return new Step.Repair(wish, keep, token, keep.record());
        }
        var restarts = observed.notes().restartsDue();
        return restarts.isEmpty()
                ? new Step.Rest(wish, keep, Optional.of(token))
                : new Step.Restart(wish, keep, token, restarts);
    }

    private static boolean isAsWished(
            Wish.Granted wish, Observed observed, StoredToken.Intact token, TokenRecord record) {
        var named = observed.holding().named();
        var desired =
                DesiredSecret.of(observed.resource(), wish.form(), token.token(), record, observed.notes(), named);
        return observed.holding().former().isEmpty()
                && named.map(desired::isMetBy).orElse(false);
    }

    private static Optional<Step> obstacle(Observed observed) {
        return observed.holding()
                .obstacle(observed.resource())
                .map(holder -> new Step.Blocked(
                        ReadyReason.SecretConflict,
                        "Secret " + Holding.secretName(observed.resource()) + " belongs to " + holder
                                + "; it is left as it is: choose another secret.name, or remove it"));
    }

    private static Optional<Step> notReady(Wish.Granted wish) {
        return wish.issuer().keys() instanceof IssuerKeys.Unusable keys
                ? Optional.of(new Step.Blocked(
                        ReadyReason.IssuerNotReady, wish.issuer().id() + " is not ready: " + keys.why()))
                : Optional.empty();
    }

    private static Optional<StoredToken.Intact> intact(Observed observed) {
        return observed.stored()
                .flatMap(
                        stored -> stored instanceof StoredToken.Intact intact ? Optional.of(intact) : Optional.empty());
    }
}
