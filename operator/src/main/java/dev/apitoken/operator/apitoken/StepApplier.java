package dev.apitoken.operator.apitoken;

import dev.apitoken.crds.ReadyReason;
import dev.apitoken.token.SignedToken;
import dev.apitoken.token.rotation.RotationPlanner;
import dev.apitoken.token.rotation.RotationReason;
import dev.apitoken.token.rotation.TokenRecord;
import dev.apitoken.token.secret.StoredToken;
import dev.apitoken.token.signing.TokenTooLongException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Does what a step says, and says what came of it. */
final class StepApplier {
    private static final Duration SIGN_AGAIN = Duration.ofMinutes(1);

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
                write(observed, repair.wish(), repair.token().token(), repair.record(), observed.reason());
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
        SignedToken token;
        try {
            token = minter.mint(mint.wish(), mint.issue());
        } catch (TokenTooLongException e) {
            return new Outcome.Blocked(ReadyReason.InvalidSpec, e.getMessage() + "; name fewer audiences");
        } catch (IllegalStateException | IllegalArgumentException e) {
            return signingFailed(mint, now);
        }
        write(
                observed,
                mint.wish(),
                token,
                mint.issue().record(),
                Optional.of(mint.issue().reason()));
        var stored = new StoredToken.Intact(token, mint.issue().record());
        var plan = RotationPlanner.plan(mint.wish().desired(), stored.observation(), now);
        return new Outcome.Settled(
                mint.wish(), plan, Optional.of(stored), Optional.of(mint.issue().reason()));
    }

    private void write(
            Observed observed,
            Wish.Granted wish,
            SignedToken token,
            TokenRecord record,
            Optional<RotationReason> reason) {
        var holding = observed.holding();
        var desired = DesiredSecret.of(observed.resource(), wish.form(), token, record, reason, holding.named());
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

    /** The cause is not told: messages of security providers quote what they were given. */
    private static Outcome signingFailed(Step.Mint mint, Instant now) {
        return new Outcome.Postponed(
                mint.wish(),
                ReadyReason.SigningFailed,
                mint.wish().issuer().id() + " could not sign; it is tried again every minute",
                now.plus(SIGN_AGAIN));
    }
}
