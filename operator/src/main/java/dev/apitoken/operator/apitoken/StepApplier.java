package dev.apitoken.operator.apitoken;

import dev.apitoken.crds.ReadyReason;
import dev.apitoken.token.SignedToken;
import dev.apitoken.token.rotation.RotationPlanner;
import dev.apitoken.token.rotation.TokenRecord;
import dev.apitoken.token.secret.StoredToken;
import dev.apitoken.token.signing.TokenTooLongException;
import java.time.Instant;
import java.util.Optional;

/** Does what a step says, and says what came of it. */
final class StepApplier {
    private final TokenMinter minter;
    private final MintBudget budget;
    private final TokenSecretApplier secrets;

    StepApplier(TokenMinter minter, MintBudget budget, TokenSecretApplier secrets) {
        this.minter = minter;
        this.budget = budget;
        this.secrets = secrets;
    }

    Outcome apply(Step step, Observed observed, Instant now) {
        return switch (step) {
            case Step.Blocked(var reason, var message) -> new Outcome.Blocked(reason, message);
            case Step.Rest(var wish, var plan, var token) -> new Outcome.Settled(wish, plan, token, Optional.empty());
            case Step.Repair repair -> {
                write(observed, repair.wish(), repair.token().token(), repair.record());
                var token = new StoredToken.Intact(repair.token().token(), repair.record());
                yield new Outcome.Settled(repair.wish(), repair.plan(), Optional.of(token), Optional.empty());
            }
            case Step.Mint mint ->
                budget.spend(mint.wish().desired().uid(), now)
                        .<Outcome>map(retryAt -> tooOften(mint, retryAt))
                        .orElseGet(() -> mint(mint, observed, now));
        };
    }

    private Outcome mint(Step.Mint mint, Observed observed, Instant now) {
        var issue = mint.issue();
        try {
            var token = minter.mint(mint.wish(), issue);
            write(observed, mint.wish(), token, issue.record());
            var stored = new StoredToken.Intact(token, issue.record());
            var plan = RotationPlanner.plan(mint.wish().desired(), stored.observation(), now);
            return new Outcome.Settled(mint.wish(), plan, Optional.of(stored), Optional.of(issue.reason()));
        } catch (TokenTooLongException e) {
            return new Outcome.Blocked(ReadyReason.InvalidSpec, e.getMessage() + "; name fewer audiences");
        }
    }

    private void write(Observed observed, Wish.Granted wish, SignedToken token, TokenRecord record) {
        var holding = observed.holding();
        var desired = DesiredSecret.of(observed.resource(), wish.form(), token, record, holding.named());
        secrets.apply(desired, holding);
    }

    private static Outcome tooOften(Step.Mint mint, Instant retryAt) {
        var reason = mint.issue().reason();
        return new Outcome.Postponed(
                mint.wish(),
                ReadyReason.RenewalFailed,
                "a new token is due (" + reason + "), but too many were issued in a short time; next try at " + retryAt,
                retryAt);
    }
}
