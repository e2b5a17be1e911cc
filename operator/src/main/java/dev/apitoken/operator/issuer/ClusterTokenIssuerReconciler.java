package dev.apitoken.operator.issuer;

import dev.apitoken.crds.ClusterTokenIssuer;
import dev.apitoken.operator.kubernetes.Conflict;
import dev.apitoken.operator.kubernetes.Triggers;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.ControllerConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import java.util.List;

/** Keeps the keys of the issuers that serve many namespaces. */
@ControllerConfiguration(name = "clustertokenissuer")
public final class ClusterTokenIssuerReconciler implements Reconciler<ClusterTokenIssuer> {
    private final IssuerKeeper keeper;
    private final Triggers<ClusterTokenIssuer> triggers;

    public ClusterTokenIssuerReconciler(IssuerKeeper keeper, Triggers<ClusterTokenIssuer> triggers) {
        this.keeper = keeper;
        this.triggers = triggers;
    }

    @Override
    public List<EventSource<?, ClusterTokenIssuer>> prepareEventSources(
            EventSourceContext<ClusterTokenIssuer> context) {
        return triggers.eventSources();
    }

    @Override
    public UpdateControl<ClusterTokenIssuer> reconcile(ClusterTokenIssuer issuer, Context<ClusterTokenIssuer> context) {
        return Conflict.retried(() -> keeper.keep(IssuerId.of(issuer), issuer, new ClusterTokenIssuer()));
    }
}
