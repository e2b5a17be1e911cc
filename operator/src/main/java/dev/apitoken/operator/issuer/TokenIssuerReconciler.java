package dev.apitoken.operator.issuer;

import dev.apitoken.crds.TokenIssuer;
import dev.apitoken.operator.kubernetes.Conflict;
import dev.apitoken.operator.kubernetes.Triggers;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.ControllerConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import java.util.List;

/** Keeps the keys of the issuers of single namespaces. */
@ControllerConfiguration(name = "tokenissuer")
public final class TokenIssuerReconciler implements Reconciler<TokenIssuer> {
    private final IssuerKeeper keeper;
    private final Triggers<TokenIssuer> triggers;

    public TokenIssuerReconciler(IssuerKeeper keeper, Triggers<TokenIssuer> triggers) {
        this.keeper = keeper;
        this.triggers = triggers;
    }

    @Override
    public List<EventSource<?, TokenIssuer>> prepareEventSources(EventSourceContext<TokenIssuer> context) {
        return triggers.eventSources();
    }

    @Override
    public UpdateControl<TokenIssuer> reconcile(TokenIssuer issuer, Context<TokenIssuer> context) {
        return Conflict.retried(() -> keeper.keep(IssuerId.of(issuer), issuer, new TokenIssuer()));
    }
}
