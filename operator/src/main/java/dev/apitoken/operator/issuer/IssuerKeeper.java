package dev.apitoken.operator.issuer;

import dev.apitoken.crds.IssuerSpec;
import dev.apitoken.crds.IssuerStatus;
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
import java.util.Optional;

/** What both kinds of issuer have in common: their keys are observed, planned, written and reported here. */
public final class IssuerKeeper {
    private final KeyRings cached;
    private final KeyRingStore store;
    private final KeyPlanApplier applier;
    private final IssuedTokens issuedTokens;
    private final Duration recount;
    private final InstantSource clock;
    private final String clusterUid;

    /** @param recount how often the tokens in the status are counted anew */
    public IssuerKeeper(
            KeyRings cached,
            IssuedTokens issuedTokens,
            KubernetesClient client,
            String namespace,
            Duration recount,
            InstantSource clock,
            String clusterUid) {
        this.cached = cached;
        this.store = new KeyRingStore(client, namespace);
        this.applier = new KeyPlanApplier(store, new SecureRandom());
        this.issuedTokens = issuedTokens;
        this.recount = recount;
        this.clock = clock;
        this.clusterUid = clusterUid;
    }

    /** What came of it, to be written into the issuer's status. */
    record Kept(IssuerStatus status, Duration nextLook) {
        <R extends CustomResource<?, IssuerStatus>> UpdateControl<R> report(R seen, R empty) {
            return StatusPatch.of(seen, status, empty).rescheduleAfter(nextLook);
        }
    }

    Kept keep(IssuerId id, IssuerSpec spec, IssuerStatus status, long generation) {
        Instant now = clock.instant();
        var facts = observe(id, spec, status, cached.stored(id));
        var plan = KeyRollover.plan(facts);
        if (!(plan instanceof KeyPlan.Keep)) {
            facts = observe(id, spec, status, store.read(id));
            plan = KeyRollover.plan(facts);
        }
        Optional<KeyRing> ring = applier.apply(id, facts.issuer(), plan, now);
        ring.map(PublishedKeys::of)
                .filter(keys -> !cached.lastPublished(id).equals(Optional.of(keys)))
                .ifPresent(keys -> store.publish(id, keys));
        return new Kept(
                IssuerStatusReport.of(status, generation, facts.issuer(), plan, ring, issuedTokens.byKey(id), now),
                Requeue.at(Optional.of(wakeAt(plan, now)), now));
    }

    private IssuerFacts observe(IssuerId id, IssuerSpec spec, IssuerStatus status, StoredKeys stored) {
        String issuer =
                IssuerClaim.of(id, spec, stored.ring().map(KeyRing::issuer).or(() -> cached.usedClaim(id)), clusterUid);
        return new IssuerFacts(
                spec,
                issuer,
                store.object(id),
                stored,
                !status.keys().isEmpty() || cached.lastPublished(id).isPresent());
    }

    /** At the latest when the tokens are counted again. */
    private Instant wakeAt(KeyPlan plan, Instant now) {
        var latest = now.plus(recount);
        return plan instanceof KeyPlan.Keep keep
                ? keep.wakeAt().filter(at -> at.isBefore(latest)).orElse(latest)
                : latest;
    }
}
