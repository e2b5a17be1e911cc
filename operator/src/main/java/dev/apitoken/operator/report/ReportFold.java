package dev.apitoken.operator.report;

import dev.apitoken.operator.kubernetes.ObjectName;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks once a second whether reports change what policies and tokens are to say, and asks for a look at those. However
 * many validators report, a policy is then written once a second at most. Where a look takes long, looks become rarer:
 * nothing is decided by them.
 */
public final class ReportFold implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ReportFold.class);
    private static final Duration EVERY = Duration.ofSeconds(1);

    /** A look takes at most one part in so many of this thread's time. */
    private static final int SHARE = 20;

    /** Following a report ahead costs a write, and anybody with a validator's rights can ask for it. */
    private static final Duration FOLLOW_EVERY = Duration.ofMinutes(1);

    /**
     * Whom to tell; none of them may block.
     *
     * @param policy something else is to be said about it
     * @param ahead one of its validators has applied a revision that is not written
     * @param token something else is to be said about it
     */
    public record Listeners(Consumer<ObjectName> policy, Consumer<ObjectName> ahead, Consumer<ObjectName> token) {}

    private final Reports reports;
    private final ReportCollector collector;
    private final Listeners listeners;
    private final InstantSource clock;
    private final Map<ObjectName, List<ObjectName>> lastLive = new HashMap<>();
    private final Set<ObjectName> observed = new HashSet<>();
    private final Map<ObjectName, Instant> followedAt = new HashMap<>();
    private volatile BooleanSupplier mayAct = () -> false;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("report-fold").daemon().factory());

    public ReportFold(Reports reports, ReportCollector collector, Listeners listeners, InstantSource clock) {
        this.reports = reports;
        this.collector = collector;
        this.listeners = listeners;
        this.clock = clock;
    }

    /** @param leads whether this operator is the one that acts */
    public void start(BooleanSupplier leads) {
        mayAct = leads;
        lookAfter(EVERY);
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }

    private void lookAfter(Duration delay) {
        if (!timer.isShutdown()) {
            timer.schedule(this::lookOrSay, delay.toNanos(), TimeUnit.NANOSECONDS);
        }
    }

    private void lookOrSay() {
        long started = System.nanoTime();
        try {
            if (mayAct.getAsBoolean()) {
                look(clock.instant());
            }
        } catch (RuntimeException e) {
            LOG.error("a look at reports failed and is repeated", e);
        } finally {
            var took = Duration.ofNanos(System.nanoTime() - started).multipliedBy(SHARE);
            lookAfter(took.compareTo(EVERY) > 0 ? took : EVERY);
        }
    }

    private void look(Instant now) {
        var changed = reports.takeChangedPolicies();
        var tokens = new HashSet<ObjectName>();
        var policies = reports.book().policies(now);
        lastLive.keySet().retainAll(policies);
        for (var policy : policies) {
            var live = reports.book().live(policy, now).stream()
                    .map(SeenReport::name)
                    .toList();
            if (!live.equals(lastLive.put(policy, live))) {
                changed.add(policy);
            }
        }
        policies.stream().filter(reports::isObserved).forEach(observed::add);
        tokens.addAll(lostSight());
        // A policy that nothing was ever written for may not exist, and nobody may be asked to look at it.
        changed.removeIf(policy -> reports.writtenRevision(policy).isEmpty());
        for (var policy : changed) {
            reports.settle(policy, now);
            follow(policy, now);
            listeners.policy().accept(policy);
        }
        tokens.addAll(reports.outdated(changed, now));
        tokens.addAll(reports.dueUses(now));
        tokens.forEach(listeners.token());
        collector.collect(now);
    }

    /** Not at once: between two pods of a Deployment of one nobody reports either. */
    private List<ObjectName> lostSight() {
        var lost =
                observed.stream().filter(policy -> !reports.isObserved(policy)).toList();
        lost.forEach(observed::remove);
        return lost.stream()
                .flatMap(policy -> reports.tokensListedBy(policy).stream())
                .toList();
    }

    private void follow(ObjectName policy, Instant now) {
        long highest = reports.gatesOf(policy).highest();
        boolean ahead = reports.writtenRevision(policy)
                .map(written -> highest > written)
                .orElse(false);
        var last = followedAt.get(policy);
        boolean mayFollow =
                last == null || last.isAfter(now) || !last.plus(FOLLOW_EVERY).isAfter(now);
        if (ahead && mayFollow) {
            followedAt.put(policy, now);
            listeners.ahead().accept(policy);
        }
    }
}
