package dev.apitoken.operator.access;

import dev.apitoken.crds.AccessPolicy;
import dev.apitoken.operator.kubernetes.ObjectName;
import dev.apitoken.operator.kubernetes.StatusPatch;
import dev.apitoken.operator.kubernetes.Triggers;
import dev.apitoken.operator.report.Reports;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.ControllerConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import java.time.InstantSource;
import java.util.List;

/**
 * Reports on AccessPolicies, after the fact: observing, compiling and writing do not wait for this queue, see {@link
 * CompileTrigger}.
 */
@ControllerConfiguration(name = "accesspolicy")
public final class AccessPolicyReconciler implements Reconciler<AccessPolicy> {
    private final Enforcements enforcements;
    private final Reports reports;
    private final Triggers<AccessPolicy> triggers;
    private final InstantSource clock;

    AccessPolicyReconciler(
            Enforcements enforcements, Reports reports, Triggers<AccessPolicy> triggers, InstantSource clock) {
        this.enforcements = enforcements;
        this.reports = reports;
        this.triggers = triggers;
        this.clock = clock;
    }

    @Override
    public List<EventSource<?, AccessPolicy>> prepareEventSources(EventSourceContext<AccessPolicy> context) {
        return triggers.eventSources();
    }

    private ReportedGates reported(AccessPolicy policy) {
        var name = ObjectName.of(policy);
        return new ReportedGates(reports.gatesOf(name), reports.isObserved(name));
    }

    @Override
    public UpdateControl<AccessPolicy> reconcile(AccessPolicy policy, Context<AccessPolicy> context) {
        var now = clock.instant();
        var enforcement = enforcements
                .of(ObjectName.of(policy))
                .filter(known -> known.generation() == policy.getMetadata().getGeneration());
        if (enforcement.isPresent()) {
            return StatusPatch.of(
                    policy,
                    AccessPolicyStatusReport.of(policy, enforcement.get(), reported(policy), now),
                    new AccessPolicy());
        }
        return AccessPolicyStatusReport.isMissing(policy)
                ? StatusPatch.of(policy, AccessPolicyStatusReport.firstLook(policy, now), new AccessPolicy())
                : UpdateControl.noUpdate();
    }
}
