package dev.apitoken.operator.issuer;

import dev.apitoken.crds.IssuerSpec;
import dev.apitoken.crds.IssuerStatus;
import dev.apitoken.operator.kubernetes.EventRecorder;
import dev.apitoken.operator.kubernetes.Requeue;
import dev.apitoken.operator.kubernetes.StatusPatch;
import dev.apitoken.token.signing.KeyRing;
import dev.apitoken.token.signing.PublishedKeys;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** What both kinds of issuer have in common: their keys are observed, planned, written and reported here. */
public final class IssuerKeeper {
    private final IssuerSources sources;
    private final KeyRingStore store;
    private final KeyPlanApplier applier;
    private final Publication publication;
    private final IssuerEvents events;
    private final Duration recount;
    private final InstantSource clock;

    /** @param recount how often the tokens in the status are counted anew */
    public IssuerKeeper(
            IssuerSources sources,
            KubernetesClient client,
            String namespace,
            EventRecorder events,
            Duration recount,
            InstantSource clock) {
        this.sources = sources;
        this.store = new KeyRingStore(client, namespace);
        this.applier = new KeyPlanApplier(store, new SecureRandom());
        this.publication = new Publication(sources.documents());
        this.events = new IssuerEvents(events);
        this.recount = recount;
        this.clock = clock;
    }

    /** @param empty a new object of the same kind, to carry the status */
    <R extends CustomResource<? extends IssuerSpec, IssuerStatus>> UpdateControl<R> keep(
            IssuerId id, R issuer, R empty) {
        Instant now = clock.instant();
        var facts = observe(id, issuer, sources.keyRings().stored(id), now);
        var plan = KeyRollover.plan(facts, now);
        if (!(plan instanceof KeyPlan.Keep)) {
            facts = observe(id, issuer, store.read(id), now);
            plan = KeyRollover.plan(facts, now);
        }
        var ring = applier.apply(id, facts.issuer(), plan, now);
        ring.ifPresent(current -> publish(id, current));
        var status = report(id, issuer, facts, plan, ring, now);
        tell(issuer, plan, ring, status);
        return StatusPatch.of(issuer, status, empty).rescheduleAfter(Requeue.at(Optional.of(wakeAt(plan, now)), now));
    }

    private IssuerFacts observe(
            IssuerId id, CustomResource<? extends IssuerSpec, IssuerStatus> issuer, StoredKeys stored, Instant now) {
        return sources.facts(id, issuer.getSpec(), issuer.getStatus(), store, stored, publication, now);
    }

    private void publish(IssuerId id, KeyRing ring) {
        var keys = PublishedKeys.of(ring);
        if (!sources.keyRings().lastPublished(id).equals(Optional.of(keys))) {
            store.publish(id, keys);
        }
    }

    private IssuerStatus report(
            IssuerId id,
            CustomResource<? extends IssuerSpec, IssuerStatus> issuer,
            IssuerFacts facts,
            KeyPlan plan,
            Optional<KeyRing> ring,
            Instant now) {
        var tokens = sources.issuedTokens().of(id);
        var report =
                new IssuerStatusReport(issuer.getStatus(), issuer.getMetadata().getGeneration(), facts, tokens, now);
        return report.of(plan, ring, sources.dryRun().apply(id));
    }

    private void tell(
            CustomResource<? extends IssuerSpec, IssuerStatus> issuer,
            KeyPlan plan,
            Optional<KeyRing> ring,
            IssuerStatus status) {
        ring.ifPresent(after -> {
            switch (plan) {
                case KeyPlan.Begin _ -> events.changed(issuer, new KeyRing(after.issuer(), List.of()), after);
                case KeyPlan.Change change -> events.changed(issuer, change.before(), after);
                case KeyPlan.Keep _, KeyPlan.Stuck _ -> {}
            }
        });
        IssuerStatusReport.reissued(issuer.getStatus(), status).forEach(key -> events.reissued(issuer, key));
    }

    /** At the latest when the tokens are counted again. */
    private Instant wakeAt(KeyPlan plan, Instant now) {
        var latest = now.plus(recount);
        return plan instanceof KeyPlan.Keep keep
                ? keep.wakeAt().filter(at -> at.isBefore(latest)).orElse(latest)
                : latest;
    }
}
