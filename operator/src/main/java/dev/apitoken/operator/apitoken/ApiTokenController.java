package dev.apitoken.operator.apitoken;

import dev.apitoken.crds.ApiToken;
import dev.apitoken.operator.account.Accounts;
import dev.apitoken.operator.kubernetes.ClockWatch;
import dev.apitoken.operator.kubernetes.EventRecorder;
import dev.apitoken.operator.kubernetes.MeaningfulChange;
import dev.apitoken.operator.kubernetes.ObjectName;
import dev.apitoken.operator.kubernetes.Triggers;
import dev.apitoken.operator.kubernetes.Watch;
import dev.apitoken.operator.report.Reports;
import dev.apitoken.operator.restart.WorkloadRestarter;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.micrometer.core.instrument.MeterRegistry;
import java.security.SecureRandom;
import java.time.InstantSource;

/**
 * The parts of this room, put together.
 *
 * @param worthALook which changes of an ApiToken lead to a reconcile
 * @param turns to be closed when nothing is reconciled any more
 */
public record ApiTokenController(
        ApiTokenReconciler reconciler,
        MeaningfulChange<ApiToken> worthALook,
        DueScan dueScan,
        AutoCloseable turns,
        Triggers<ApiToken> triggers) {

    public static ApiTokenController of(
            KubernetesClient client,
            Watch<ApiToken> apiTokens,
            Watch<Secret> tokenSecrets,
            Tokens tokens,
            Accounts accounts,
            Reports reports,
            EventRecorder events,
            MeterRegistry metrics,
            ClockWatch apiServerClock,
            InstantSource clock) {
        var triggers = new Triggers<ApiToken>();
        tokens.onChange(triggers::reconcile);
        var tokenAccounts = new TokenAccounts(accounts, apiTokens);
        tokenAccounts.onChange(triggers::reconcile);
        var wakeUps = new WakeUps();
        var guard = new WriteGuard(apiServerClock);
        var turns = new MintTurns(triggers::reconcile);
        var retained = new RetainedSecrets(client, tokenSecrets, apiTokens, tokens.uids());
        var reconciler = new ApiTokenReconciler(
                tokens.observer(),
                guard,
                turns,
                new StepApplier(
                        new TokenMinter(new SecureRandom()),
                        guard,
                        new TokenSecretApplier(client),
                        new WorkloadRestarter(client, metrics)),
                tokenAccounts,
                reports,
                new TokenEvents(events),
                new TokenMeters(metrics, turns::waiting, apiServerClock),
                wakeUps,
                triggers,
                clock);
        var dueScan = new DueScan(
                apiTokens,
                wakeUps,
                triggers,
                retained,
                turns::isWaiting,
                token -> {
                    guard.forget(token.getMetadata().getUid());
                    turns.leave(ObjectName.of(token));
                },
                clock);
        return new ApiTokenController(
                reconciler, new MeaningfulChange<>(ApiTokenStatusReport::isMissing), dueScan, turns, triggers);
    }

    /** Validators report something else about it than they did. */
    public void reportsChanged(ObjectName token) {
        triggers.reconcile(token);
    }
}
