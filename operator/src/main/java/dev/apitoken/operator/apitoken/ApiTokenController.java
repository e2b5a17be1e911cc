package dev.apitoken.operator.apitoken;

import dev.apitoken.crds.ApiToken;
import dev.apitoken.operator.account.Accounts;
import dev.apitoken.operator.kubernetes.EventRecorder;
import dev.apitoken.operator.kubernetes.MeaningfulChange;
import dev.apitoken.operator.kubernetes.ObjectName;
import dev.apitoken.operator.kubernetes.Triggers;
import dev.apitoken.operator.kubernetes.Watch;
import dev.apitoken.operator.report.Reports;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.micrometer.core.instrument.MeterRegistry;
import java.security.SecureRandom;
import java.time.InstantSource;

/**
 * The parts of this room, put together.
 *
 * @param worthALook which changes of an ApiToken lead to a reconcile
 */
public record ApiTokenController(
        ApiTokenReconciler reconciler,
        MeaningfulChange<ApiToken> worthALook,
        DueScan dueScan,
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
            InstantSource clock) {
        var triggers = new Triggers<ApiToken>();
        tokens.onChange(triggers::reconcile);
        var tokenAccounts = new TokenAccounts(accounts, apiTokens);
        tokenAccounts.onChange(triggers::reconcile);
        var wakeUps = new WakeUps();
        var applier =
                new StepApplier(new TokenMinter(new SecureRandom()), new MintBudget(), new TokenSecretApplier(client));
        return new ApiTokenController(
                new ApiTokenReconciler(
                        tokens.observer(),
                        applier,
                        tokenAccounts,
                        reports,
                        new TokenEvents(events),
                        new TokenMeters(metrics),
                        wakeUps,
                        triggers,
                        clock),
                new MeaningfulChange<>(ApiTokenStatusReport::isMissing),
                new DueScan(apiTokens, wakeUps, triggers, new RetainedSecrets(client, tokenSecrets, apiTokens), clock),
                triggers);
    }

    /** Validators report something else about it than they did. */
    public void reportsChanged(ObjectName token) {
        triggers.reconcile(token);
    }
}
