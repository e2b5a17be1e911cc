package dev.apitoken.operator.access;

import dev.apitoken.crds.AccessPolicy;
import dev.apitoken.crds.ApiToken;
import dev.apitoken.operator.account.Accounts;
import dev.apitoken.operator.apitoken.Tokens;
import dev.apitoken.operator.issuer.Issuers;
import dev.apitoken.operator.kubernetes.EventRecorder;
import dev.apitoken.operator.kubernetes.MeaningfulChange;
import dev.apitoken.operator.kubernetes.Triggers;
import dev.apitoken.operator.kubernetes.Watch;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.InstantSource;

/** The parts of this room, put together. */
public final class AccessController implements AutoCloseable {
    private final AccessPolicyReconciler reconciler;
    private final CompileTrigger compiler;
    private final PolicyLanes lanes;

    private AccessController(AccessPolicyReconciler reconciler, CompileTrigger compiler, PolicyLanes lanes) {
        this.reconciler = reconciler;
        this.compiler = compiler;
        this.lanes = lanes;
    }

    public static AccessController of(
            KubernetesClient client,
            AccessWatches watches,
            Watch<ApiToken> apiTokens,
            Tokens tokens,
            Accounts accounts,
            Issuers issuers,
            Watch<Namespace> namespaces,
            EventRecorder events,
            MeterRegistry metrics,
            Duration dueScan,
            InstantSource clock) {
        var changes = new Changes();
        var caches = new CachedSources(watches, apiTokens, tokens, accounts, issuers, namespaces);
        caches.onChange(changes::add, changes::addInSlices);
        var triggers = new Triggers<AccessPolicy>();
        var enforcements = new Enforcements(triggers::reconcile);
        var meters = new AccessMeters(metrics);
        meters.watch(enforcements);
        var report = new LaneReport(watches.policies(), enforcements, changes, events, meters, clock);
        var lanes = new PolicyLanes(AccessAppliers.of(client, watches, changes, clock), report);
        var compiler = new CompileTrigger(
                changes,
                caches.sources(),
                (policy, job) -> {
                    lanes.submit(policy, job);
                    if (job.isEmpty()) {
                        enforcements.forget(policy);
                    }
                },
                meters,
                dueScan,
                clock);
        return new AccessController(new AccessPolicyReconciler(enforcements, triggers, clock), compiler, lanes);
    }

    public AccessPolicyReconciler reconciler() {
        return reconciler;
    }

    /** Which changes of an AccessPolicy lead to a report. */
    public MeaningfulChange<AccessPolicy> worthALook() {
        return new MeaningfulChange<>(AccessPolicyStatusReport::isMissing);
    }

    /** When the caches are complete and this operator leads. */
    public void start() {
        compiler.start();
    }

    @Override
    public void close() {
        compiler.close();
        lanes.close();
    }
}
