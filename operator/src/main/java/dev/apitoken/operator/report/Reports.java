package dev.apitoken.operator.report;

import dev.apitoken.crds.ApiToken;
import dev.apitoken.crds.ApiTokenStatus.LastUsed;
import dev.apitoken.crds.ValidatorReport;
import dev.apitoken.operator.kubernetes.ObjectName;
import dev.apitoken.operator.kubernetes.Watch;
import dev.apitoken.token.access.IpAddress;
import dev.apitoken.token.access.TokenEntry;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What is known from the reports of validators, for whoever reports on policies and tokens. */
public final class Reports {
    /** The CRD's bound; whoever wrote more did not ask the API server. */
    private static final int USES_PER_REPORT = 1000;

    /** What was last said about a token, so that it is noticed when something else is to be said. */
    private record Said(Set<String> ids, Set<ObjectName> policies, Enforced enforced) {}

    private final Watch<ApiToken> apiTokens;
    private final InstantSource clock;
    private final ReportBook book = new ReportBook();
    private final LastUses uses = new LastUses();
    private final Map<ObjectName, Ledger> ledgers = new ConcurrentHashMap<>();
    private final Map<ObjectName, Said> waiting = new ConcurrentHashMap<>();
    private final Set<ObjectName> changedPolicies = ConcurrentHashMap.newKeySet();
    private final AtomicBoolean newPolicies = new AtomicBoolean();
    private final EarlyUses early = new EarlyUses();
    private volatile Function<ObjectName, Map<ObjectName, List<TokenEntry>>> expected = token -> Map.of();
    private volatile Function<ObjectName, Optional<Instant>> reportingSince = policy -> Optional.empty();
    private volatile boolean synced;
    private volatile BooleanSupplier documentsKnown = () -> false;
    private volatile boolean looked;

    /** @param apiTokens findable by the ids of their tokens, see {@link #idsOf} */
    public Reports(Watch<ValidatorReport> reports, Watch<ApiToken> apiTokens, InstantSource clock) {
        this.apiTokens = apiTokens;
        this.clock = clock;
        reports.onArrival(this::note);
        reports.onChange(report -> {
            if (reports.get(ObjectName.of(report)).isEmpty()) {
                book.remove(ObjectName.of(report)).ifPresent(changedPolicies::add);
            }
        });
        apiTokens.onChange(token -> {
            if (apiTokens.get(ObjectName.of(token)).isEmpty()) {
                uses.forget(ObjectName.of(token));
                waiting.remove(ObjectName.of(token));
            }
        });
    }

    /** The ids by which a report may speak of an ApiToken. */
    public static List<String> idsOf(ApiToken token) {
        var status = token.getStatus();
        if (status == null) {
            return List.of();
        }
        var ids = new HashSet<String>();
        Optional.ofNullable(status.token()).map(issued -> issued.id()).ifPresent(ids::add);
        Optional.ofNullable(status.previous()).map(previous -> previous.id()).ifPresent(ids::add);
        return List.copyOf(ids);
    }

    /** What is kept of a report: it is here and which one. All else is folded in when it comes. */
    public static ValidatorReport slimmed(ValidatorReport report) {
        var slim = new ValidatorReport();
        slim.setMetadata(new ObjectMetaBuilder()
                .withNamespace(report.getMetadata().getNamespace())
                .withName(report.getMetadata().getName())
                .withUid(report.getMetadata().getUid())
                .withResourceVersion(report.getMetadata().getResourceVersion())
                .build());
        return slim;
    }

    /** @param entries that an ApiToken should have in each policy that may list it, none where it should not be listed */
    public void expectedBy(Function<ObjectName, Map<ObjectName, List<TokenEntry>>> entries) {
        this.expected = entries;
    }

    /** @param since when a policy has always had a validator that reports, as its status says */
    public void observedBy(Function<ObjectName, Optional<Instant>> since) {
        this.reportingSince = since;
    }

    /** @param known whether every policy was compiled since this operator acts; before it nothing is said about tokens */
    public void documentsKnownBy(BooleanSupplier known) {
        this.documentsKnown = known;
    }

    /** What is seen from now on happens now. */
    public void synced() {
        synced = true;
    }

    private void note(ValidatorReport object) {
        var now = clock.instant();
        changedPolicies.addAll(book.note(object, !synced, now));
        var report = object.getReport();
        if (report != null) {
            var policy = new ObjectName(object.getMetadata().getNamespace(), report.policy());
            report.lastUse().entrySet().stream()
                    .limit(USES_PER_REPORT)
                    .forEach(use -> note(policy, use.getKey(), use.getValue(), now));
        }
    }

    private void note(ObjectName policy, String id, ValidatorReport.@Nullable LastUse use, Instant now) {
        if (use != null && use.time() != null) {
            var source =
                    Optional.ofNullable(use.source()).flatMap(IpAddress::read).map(IpAddress::toString);
            ReportedInstant.read(use.time()).ifPresent(time -> note(policy, id, new LastUses.Use(time, source), now));
        }
    }

    /** Only of tokens that the policy lists or has just listed: a gate has nothing to say about others. */
    private void note(ObjectName policy, String id, LastUses.Use use, Instant now) {
        var ledger = ledgers.get(policy);
        if (ledger == null) {
            early.keep(policy, id, use);
        } else if (ledger.knows(id)) {
            apiTokens.underKey(id).forEach(token -> uses.add(ObjectName.of(token), use, now));
        }
    }

    /** The access document of a policy says this now. */
    public void written(ObjectName policy, long revision, Collection<TokenEntry> entries) {
        boolean isNew = !ledgers.containsKey(policy);
        var ledger = ledgers.computeIfAbsent(policy, name -> new Ledger());
        synchronized (ledger) {
            ledger.written(revision, entries);
        }
        if (isNew) {
            newPolicies.set(true);
        }
        changedPolicies.add(policy);
        early.take(policy).forEach((id, use) -> note(policy, id, use, clock.instant()));
    }

    public void forget(ObjectName policy) {
        ledgers.remove(policy);
    }

    public Gates gatesOf(ObjectName policy) {
        return Gates.of(book.live(policy, clock.instant()));
    }

    /** Whether somebody reports for this policy, but for a short pause such as between two pods. */
    public boolean isObserved(ObjectName policy) {
        return book.heardLately(policy, clock.instant());
    }

    /**
     * @param resource as its reconciler sees it
     * @param ids of its tokens: the present one, those before it that may still be listed
     * @param rotated whether it got another token just now, which no cache shows yet
     */
    public TokenReport of(ApiToken resource, Set<String> ids, boolean rotated) {
        var now = clock.instant();
        var token = ObjectName.of(resource);
        var entries = expected.apply(token);
        var enforced = enforced(resource, rotated, entries, ids, now);
        if (enforced instanceof Enforced.UpToDate) {
            waiting.remove(token);
        } else {
            waiting.put(token, new Said(ids, Set.copyOf(entries.keySet()), enforced));
        }
        return new TokenReport(enforced, uses.fold(token, lastUsed(resource), now), observedSince(entries.keySet()));
    }

    private Enforced enforced(
            ApiToken resource,
            boolean rotated,
            Map<ObjectName, List<TokenEntry>> entries,
            Set<String> ids,
            Instant now) {
        if (!looked) {
            return new Enforced.NotLookedYet();
        }
        return rotated || !isKnown(resource) ? onItsWay(now) : judge(entries, ids, now);
    }

    private Enforced onItsWay(Instant now) {
        return book.isAnybodyLive(now) ? new Enforced.NotCompiled() : new Enforced.NobodyReporting();
    }

    private static @Nullable LastUsed lastUsed(ApiToken resource) {
        var status = resource.getStatus();
        return status == null ? null : status.lastUsed();
    }

    /** Whether the cache that documents are compiled from shows the resource as its reconciler sees it. */
    private boolean isKnown(ApiToken resource) {
        var seen = resource.getMetadata();
        return apiTokens
                .get(ObjectName.of(resource))
                .map(HasMetadata::getMetadata)
                .filter(cached -> Objects.equals(cached.getGeneration(), seen.getGeneration())
                        && Objects.equals(cached.getAnnotations(), seen.getAnnotations()))
                .isPresent();
    }

    private Optional<Instant> observedSince(Set<ObjectName> policies) {
        return policies.stream()
                .filter(this::isObserved)
                .flatMap(policy -> reportingSince.apply(policy).stream())
                .min(Instant::compareTo);
    }

    private Enforced judge(Map<ObjectName, List<TokenEntry>> entries, Set<String> ids, Instant now) {
        boolean somebodyReports = false;
        for (var each : entries.entrySet()) {
            var gates = Gates.of(book.live(each.getKey(), now));
            var ledger = ledgers.get(each.getKey());
            if (gates.reporting() == 0 || ledger == null) {
                continue;
            }
            somebodyReports = true;
            synchronized (ledger) {
                if (!ledger.says(each.getValue(), ids, now)) {
                    return new Enforced.NotCompiled();
                }
                var behind = gates.without(ledger.carriedBy(withExpected(ids, each.getValue())), ledger.revision());
                if (behind.isPresent()) {
                    return new Enforced.Behind(each.getKey(), behind.get().report());
                }
            }
        }
        return somebodyReports ? new Enforced.UpToDate() : new Enforced.NobodyReporting();
    }

    private static Set<String> withExpected(Set<String> ids, List<TokenEntry> entries) {
        var all = new HashSet<>(ids);
        entries.forEach(entry -> all.add(entry.id().value()));
        return all;
    }

    /** Policies about which something else may be to be said since the last call. */
    Set<ObjectName> takeChangedPolicies() {
        var changed = new HashSet<>(changedPolicies);
        changedPolicies.removeAll(changed);
        return changed;
    }

    /** Forgets changes that every live validator of a policy has applied. */
    void settle(ObjectName policy, Instant now) {
        var ledger = ledgers.get(policy);
        if (ledger != null) {
            long byAll = Gates.of(book.live(policy, now)).lowest();
            synchronized (ledger) {
                ledger.applied(byAll);
            }
        }
    }

    /**
     * Tokens of which something else is to be said than was.
     *
     * @param policies that have changed
     */
    List<ObjectName> outdated(Set<ObjectName> policies, Instant now) {
        looked = looked || documentsKnown.getAsBoolean();
        if (!looked) {
            return List.of();
        }
        boolean all = newPolicies.getAndSet(false);
        return waiting.entrySet().stream()
                .filter(each -> all
                        || isPassing(each.getValue().enforced())
                        || !Collections.disjoint(each.getValue().policies(), policies))
                .filter(each -> !judge(
                                expected.apply(each.getKey()), each.getValue().ids(), now)
                        .equals(each.getValue().enforced()))
                .map(Map.Entry::getKey)
                .toList();
    }

    private static boolean isPassing(Enforced said) {
        return said instanceof Enforced.NotCompiled || said instanceof Enforced.NotLookedYet;
    }

    List<ObjectName> tokensListedBy(ObjectName policy) {
        return Optional.ofNullable(ledgers.get(policy)).stream()
                .flatMap(ledger -> ledger.listedIds().stream())
                .flatMap(id -> apiTokens.underKey(id).stream())
                .map(ObjectName::of)
                .distinct()
                .toList();
    }

    List<ObjectName> dueUses(Instant now) {
        return uses.due(now);
    }

    Optional<Long> writtenRevision(ObjectName policy) {
        return Optional.ofNullable(ledgers.get(policy)).map(Ledger::revision);
    }

    ReportBook book() {
        return book;
    }
}
