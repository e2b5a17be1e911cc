package dev.apitoken.benchmarks.scale;

import dev.apitoken.benchmarks.Progress;
import dev.apitoken.benchmarks.Spread;
import dev.apitoken.crds.ApiToken;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;

/** Makes tokens due for renewal at one instant, by an edit of each one's renewBefore, and watches what follows. */
final class RenewalStorm {
    private static final Duration PREPARATION = Duration.ofSeconds(20);
    private static final Duration PREPARATION_OF_A_TOKEN = Duration.ofMillis(12);
    private static final Duration DEADLINE = Duration.ofMinutes(15);
    private static final double RENEWALS_PER_SECOND = 150;
    private static final double MILLIS_PER_SECOND = 1e3;

    private final List<Layout.Token> due;
    private final Load load;
    private final AuditLog audit;
    private final Progress progress;
    private final InstantSource clock;

    RenewalStorm(List<Layout.Token> due, Load load, AuditLog audit, Progress progress, InstantSource clock) {
        this.due = due;
        this.load = load;
        this.audit = audit;
        this.progress = progress;
        this.clock = clock;
    }

    /** What was ordered: when all are due, and until when each token is good. */
    record Plan(Instant dueAt, Map<Layout.Token, Instant> expiry) {}

    /**
     * Edits every token so that all are due at one instant in the future.
     *
     * @param possible not before: none is renewed in the first tenth of its life
     */
    Plan prepare(List<String> namespaces, Instant possible, Bulk bulk) {
        Instant edited = clock.instant().plus(PREPARATION).plus(PREPARATION_OF_A_TOKEN.multipliedBy(due.size()));
        Instant dueAt = (edited.isAfter(possible) ? edited : possible).truncatedTo(ChronoUnit.SECONDS);
        progress.say(due.size() + " tokens are edited to be due at " + dueAt);
        var expiry = expiries(namespaces);
        bulk.each("tokens edited", due, token -> {
            var before = Duration.between(dueAt, Objects.requireNonNull(expiry.get(token)));
            load.patch(token, "{\"spec\":{\"rotation\":{\"renewBefore\":\"" + before.toSeconds() + "s\"}}}");
        });
        return new Plan(dueAt, expiry);
    }

    private Map<Layout.Token, Instant> expiries(List<String> namespaces) {
        var expiry = new HashMap<Layout.Token, Instant>();
        for (String namespace : namespaces) {
            for (ApiToken token : load.readTokens(namespace)) {
                var issued = Objects.requireNonNull(token.getStatus().token());
                expiry.put(
                        new Layout.Token(namespace, token.getMetadata().getName()),
                        Instant.parse(Objects.requireNonNull(issued.expiresAt())));
            }
        }
        return expiry;
    }

    /** How many statuses tell of that instant, shortly before it comes. */
    int announced(List<String> namespaces, Plan plan) {
        var wanted = new HashSet<>(due);
        return Math.toIntExact(namespaces.stream()
                .flatMap(namespace -> load.readTokens(namespace).stream())
                .filter(token ->
                        plan.dueAt().toString().equals(token.getStatus().renewalTime()))
                .filter(token -> wanted.contains(new Layout.Token(
                        token.getMetadata().getNamespace(), token.getMetadata().getName())))
                .count());
    }

    /** So that the ends are spread over the whole storm, on a machine that does what is expected of it. */
    Duration pauseBetween(int ends) {
        return Duration.ofNanos((long) (due.size() / RENEWALS_PER_SECOND / ends * 1e9));
    }

    /** Returns when all are renewed. */
    Map<Layout.Token, Instant> watch(int place) {
        Set<Layout.Token> wanted = Set.copyOf(due);
        var renewed = new HashMap<Layout.Token, Instant>();
        var next = new AtomicReference<>(place);
        progress.until("all tokens are renewed", DEADLINE, () -> {
            var entries = audit.since(next.get());
            next.set(next.get() + entries.size());
            for (var write : new Requests(entries).tokenSecretWrites()) {
                Optional.of(new Layout.Token(write.namespace(), write.name()))
                        .filter(wanted::contains)
                        .ifPresent(token -> renewed.putIfAbsent(token, write.answered()));
            }
            progress.count("tokens renewed", renewed.size(), due.size());
            return renewed.size() == due.size();
        });
        return renewed;
    }

    static Spread lateness(Plan plan, Map<Layout.Token, Instant> renewed) {
        return Spread.of(
                renewed.values().stream()
                        .map(at -> Duration.between(plan.dueAt(), at).toMillis() / MILLIS_PER_SECOND)
                        .toList(),
                "s");
    }

    static int pastExpiry(Plan plan, Map<Layout.Token, Instant> renewed) {
        return Math.toIntExact(renewed.entrySet().stream()
                .filter(each -> !each.getValue().isBefore(plan.expiry().getOrDefault(each.getKey(), Instant.MIN)))
                .count());
    }
}
