package dev.apitoken.operator.account;

import dev.apitoken.crds.ApiAccount;
import dev.apitoken.operator.kubernetes.StatusPatch;
import dev.apitoken.operator.kubernetes.Triggers;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.ControllerConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import java.time.InstantSource;
import java.util.List;
import java.util.function.ToLongFunction;

/** Tells each ApiAccount whether it counts and how many tokens speak for it. What follows from it is compiled elsewhere. */
@ControllerConfiguration(name = "apiaccount")
public final class ApiAccountReconciler implements Reconciler<ApiAccount> {
    private final Accounts accounts;
    private final ToLongFunction<AccountHolder> tokensOf;
    private final Triggers<ApiAccount> triggers;
    private final InstantSource clock;

    ApiAccountReconciler(
            Accounts accounts,
            ToLongFunction<AccountHolder> tokensOf,
            Triggers<ApiAccount> triggers,
            InstantSource clock) {
        this.accounts = accounts;
        this.tokensOf = tokensOf;
        this.triggers = triggers;
        this.clock = clock;
    }

    @Override
    public List<EventSource<?, ApiAccount>> prepareEventSources(EventSourceContext<ApiAccount> context) {
        return triggers.eventSources();
    }

    @Override
    public UpdateControl<ApiAccount> reconcile(ApiAccount account, Context<ApiAccount> context) {
        return AccountView.holderOf(account)
                .flatMap(accounts::counting)
                .map(counting -> ApiAccountStatusReport.of(
                        account, counting, tokensOf.applyAsLong(counting.holder()), clock.instant()))
                .map(status -> StatusPatch.of(account, status, new ApiAccount()))
                // Its own watch does not show it yet, or it is being deleted; either way another event follows.
                .orElseGet(UpdateControl::noUpdate);
    }
}
