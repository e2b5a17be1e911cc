package dev.apitoken.operator.apitoken;

import dev.apitoken.crds.ReadyReason;
import dev.apitoken.operator.restart.RestartCause;
import dev.apitoken.operator.restart.RestartOutcome;
import dev.apitoken.operator.restart.WorkloadRestarter;
import dev.apitoken.token.SignedToken;
import dev.apitoken.token.rotation.RotationPlanner;
import dev.apitoken.token.rotation.TokenRecord;
import dev.apitoken.token.secret.StoredToken;
import dev.apitoken.token.signing.TokenTooLongException;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Does what a step says, and says what came of it. */
final class StepApplier {
    private static final Duration SIGN_AGAIN = Duration.ofMinutes(1);

    private final TokenMinter minter;
    private final WriteGuard guard;
    private final TokenSecretApplier secrets;
    private final WorkloadRestarter restarter;

    StepApplier(TokenMinter minter, WriteGuard guard, TokenSecretApplier secrets, WorkloadRestarter restarter) {
        this.minter = minter;
        this.guard = guard;
        this.secrets = secrets;
        this.restarter = restarter;
    }

    Outcome apply(Step step, Observed observed, Instant now) {
        return switch (step) {
            case Step.Blocked(var reason, var message) -> new Outcome.Blocked(reason, message);
            case Step.Rest(var wish, var plan, var token) -> Outcome.Settled.undisturbed(wish, plan, token);
            case Step.Repair repair ->
                guard.holdUp(repair, observed, now).orElseGet(() -> repair(repair, observed, now));
            case Step.Restart restart -> restart(restart, observed);
            case Step.Mint mint -> guard.holdUp(mint, observed, now).orElseGet(() -> mint(mint, observed, now));
        };
    }

    private Outcome repair(Step.Repair repair, Observed observed, Instant now) {
        var token = new StoredToken.Intact(repair.token().token(), repair.record());
        guard.count(repair, observed, now);
        write(observed, repair.wish(), token.token(), token.record(), observed.notes());
        return new Outcome.Settled(
                repair.wish(), repair.plan(), Optional.of(token), Optional.empty(), due(observed.notes()));
    }

    private Outcome restart(Step.Restart restart, Observed observed) {
        var token = restart.token();
        var cause = new RestartCause(
                observed.resource().getMetadata().getName(),
                token.record().revision(),
                token.token().claims().id().value(),
                token.token().claims().issuedAt());
        String namespace = observed.resource().getMetadata().getNamespace();
        var outcomes = restart.due().stream()
                .map(target -> restarter.restart(namespace, target, cause))
                .toList();
        var stillDue = outcomes.stream()
                .filter(outcome -> outcome.tryAgainAfter().isPresent())
                .map(RestartOutcome::target)
                .toList();
        if (stillDue.size() < outcomes.size()) {
            write(
                    observed,
                    restart.wish(),
                    token.token(),
                    token.record(),
                    observed.notes().withRestartsDue(stillDue));
        }
        return new Outcome.Settled(restart.wish(), restart.plan(), Optional.of(token), Optional.empty(), outcomes);
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
        var reason = mint.issue().reason();
        var notes = SecretNotes.ofNew(reason, mint.wish().restartTargets());
        guard.count(mint, now);
        try {
            write(observed, mint.wish(), token, mint.issue().record(), notes);
        } catch (KubernetesClientException e) {
            guard.refused(mint, e);
            throw e;
        }
        var stored = new StoredToken.Intact(token, mint.issue().record());
        var plan = RotationPlanner.plan(mint.wish().desired(), stored.observation(), now);
        return new Outcome.Settled(mint.wish(), plan, Optional.of(stored), Optional.of(reason), due(notes));
    }

    private static List<RestartOutcome> due(SecretNotes notes) {
        return notes.restartsDue().stream()
                .<RestartOutcome>map(RestartOutcome.Due::new)
                .toList();
    }

    private void write(Observed observed, Wish.Granted wish, SignedToken token, TokenRecord record, SecretNotes notes) {
        var holding = observed.holding();
        var desired = DesiredSecret.of(observed.resource(), wish.form(), token, record, notes, holding.named());
        secrets.apply(desired, holding);
    }

    /** The cause is not told: messages of security providers quote what they were given. */
    private static Outcome signingFailed(Step.Mint mint, Instant now) {
        return Outcome.Postponed.backingOff(
                mint.wish(),
                ReadyReason.SigningFailed,
                mint.wish().issuer().id() + " could not sign; it is tried again every minute",
                now.plus(SIGN_AGAIN));
    }
}
