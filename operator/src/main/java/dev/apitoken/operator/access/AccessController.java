package dev.apitoken.operator.access;

import dev.apitoken.crds.AccessPolicy;
import dev.apitoken.crds.ApiToken;
import dev.apitoken.operator.account.Accounts;
import dev.apitoken.operator.apitoken.Tokens;
import dev.apitoken.operator.issuer.Issuers;
import dev.apitoken.operator.kubernetes.EventRecorder;
import dev.apitoken.operator.kubernetes.MeaningfulChange;
import dev.apitoken.operator.kubernetes.ObjectName;
import dev.apitoken.operator.kubernetes.Triggers;
import dev.apitoken.operator.kubernetes.Watch;
import dev.apitoken.operator.report.Reports;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.InstantSource;
import java.util.function.BooleanSupplier;

/** The parts of this room, put together. */
public final class AccessController implements AutoCloseable {
    private final AccessPolicyReconciler reconciler;
    private final CompileTrigger compiler;
    private final PolicyLanes lanes;
    private final Triggers<AccessPolicy> triggers;
    private final LaneReport report;

    private AccessController(
            AccessPolicyReconciler reconciler,
            CompileTrigger compiler,
            PolicyLanes lanes,
            Triggers<AccessPolicy> triggers,
            LaneReport report) {
        this.reconciler = reconciler;
        this.compiler = compiler;
        this.lanes = lanes;
        this.triggers = triggers;
        this.report = report;
    }

    /** @param leads asks the API server whether it is this operator that acts */
    public static AccessController of(
            KubernetesClient client,
            AccessWatches watches,
            Watch<ApiToken> apiTokens,
            Tokens tokens,
            Accounts accounts,
            Issuers issuers,
            Watch<Namespace> namespaces,
            Reports reports,
            EventRecorder events,
            MeterRegistry metrics,
            Duration dueScan,
            BooleanSupplier leads,
            InstantSource clock) {
        var changes = new Changes();
        var caches = new CachedSources(watches, apiTokens, tokens, accounts, issuers, namespaces);
        caches.onChange(changes::add, changes::addInSlices);
        var triggers = new Triggers<AccessPolicy>();
        var enforcements = new Enforcements(triggers::reconcile);
        var meters = new AccessMeters(metrics);
        meters.watch(enforcements);
        var expected = new ExpectedEntries(caches.sources(), clock);
        reports.expectedBy(expected::of);
        reports.documentsKnownBy(() -> watches.policies().all().stream()
                .filter(policy -> policy.getMetadata().getDeletionTimestamp() == null)
                .allMatch(policy -> enforcements.of(ObjectName.of(policy)).isPresent()));
        reports.observedBy(policy -> watches.policies().get(policy).flatMap(AccessPolicyStatusReport::reportingSince));
        var report =
                new LaneReport(watches.policies(), enforcements, reports, expected, changes, events, meters, clock);
        var lanes = new PolicyLanes(AccessAppliers.of(client, watches, changes, leads, clock), report);
        var compiler = new CompileTrigger(
                changes,
                caches.sources(),
                (policy, job) -> {
                    lanes.submit(policy, job);
                    if (job.isEmpty()) {
                        enforcements.forget(policy);
                        expected.forget(policy);
                        reports.forget(policy);
                    }
                },
                meters,
                dueScan,
                clock);
        var reconciler = new AccessPolicyReconciler(enforcements, reports, triggers, clock);
        return new AccessController(reconciler, compiler, lanes, triggers, report);
    }

    public AccessPolicyReconciler reconciler() {
        return reconciler;
    }

    /** Which changes of an AccessPolicy lead to a report. */
    public MeaningfulChange<AccessPolicy> worthALook() {
        return new MeaningfulChange<>(AccessPolicyStatusReport::isMissing);
    }

    /** Its validators report something else than they did. */
    public void reportsChanged(ObjectName policy) {
        triggers.reconcile(policy);
    }

    /** One of its validators reports a later revision than the one that is written. */
    public void validatorAhead(ObjectName policy) {
        report.ahead(policy);
    }

    /** When the caches are complete and this operator leads. */
    public void start() {
        compiler.start();
    }

    /** False: nothing is compiled any more, for good. */
    public boolean isWorking() {
        return compiler.isWorking();
    }

    @Override
    public void close() {
        compiler.close();
        lanes.close();
    }
}
