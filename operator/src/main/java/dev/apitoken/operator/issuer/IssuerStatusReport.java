package dev.apitoken.operator.issuer;

import dev.apitoken.crds.ConditionType;
import dev.apitoken.crds.IssuerStatus;
import dev.apitoken.operator.kubernetes.Conditions;
import dev.apitoken.operator.kubernetes.Conditions.Status;
import dev.apitoken.token.signing.KeyRing;
import dev.apitoken.token.signing.KeyState;
import dev.apitoken.token.signing.RingKey;
import io.fabric8.kubernetes.api.model.Condition;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The whole status of an issuer of either kind: the one place where its conditions are set. */
final class IssuerStatusReport {
    /** The schema takes no more. */
    private static final int MAX_KEYS = 64;

    private final IssuerStatus before;
    private final long generation;
    private final IssuerFacts facts;
    private final IssuedTokens.Count tokens;
    private final Instant now;
    private final RingRollover rollover;

    IssuerStatusReport(
            IssuerStatus before, long generation, IssuerFacts facts, IssuedTokens.Count tokens, Instant now) {
        this.before = before;
        this.generation = generation;
        this.facts = facts;
        this.tokens = tokens;
        this.now = now;
        this.rollover = RingRollover.of(facts, now);
    }

    /** @param ring empty while the keys cannot be read: then the last known ones stay in the status (rule C8) */
    IssuerStatus of(KeyPlan plan, Optional<KeyRing> ring, IssuerStatus.@Nullable DryRun dryRun) {
        var keys = ring.map(this::keys).orElseGet(before::keys);
        return new IssuerStatus(
                generation,
                conditions(plan, keys),
                facts.issuer(),
                keys,
                tokens.all().values().stream().mapToLong(Long::longValue).sum(),
                dryRun);
    }

    /** Compromised keys that had tokens to be issued anew, and have none any more. */
    static Stream<String> reissued(IssuerStatus before, IssuerStatus after) {
        var done = after.keys().stream()
                .filter(IssuerStatusReport::isCompromised)
                .filter(key -> remaining(key) == 0)
                .map(IssuerStatus.Key::id)
                .collect(Collectors.toSet());
        return before.keys().stream()
                .filter(key -> remaining(key) > 0)
                .map(IssuerStatus.Key::id)
                .filter(done::contains);
    }

    private List<Condition> conditions(KeyPlan plan, List<IssuerStatus.Key> keys) {
        var conditions = new Conditions(before.conditions(), generation, now);
        return switch (plan) {
            case KeyPlan.Stuck(var reason, var message) ->
                conditions
                        .set(ConditionType.Ready, Status.False, reason, message)
                        .set(ConditionType.Reconciling, Status.False, reason, "")
                        .set(ConditionType.Stalled, Status.True, reason, message)
                        .list();
            case KeyPlan.Keep _, KeyPlan.Begin _, KeyPlan.Change _ -> working(conditions, progress(keys));
        };
    }

    private static List<Condition> working(Conditions conditions, Optional<String> progress) {
        conditions.set(ConditionType.Ready, Status.True, IssuerReason.AsRequested, "tokens can be signed");
        progress.ifPresentOrElse(
                left -> conditions.set(ConditionType.Reconciling, Status.True, IssuerReason.KeyCompromised, left),
                () -> conditions.set(ConditionType.Reconciling, Status.False, IssuerReason.AsRequested, ""));
        return conditions
                .set(ConditionType.Stalled, Status.False, IssuerReason.AsRequested, "")
                .list();
    }

    /** What is left to do after a compromise; empty: nothing. */
    private static Optional<String> progress(List<IssuerStatus.Key> keys) {
        String left = keys.stream()
                .filter(IssuerStatusReport::isCompromised)
                .filter(key -> remaining(key) > 0)
                .map(key -> remaining(key) + (remaining(key) == 1 ? " token" : " tokens") + " of compromised key "
                        + key.id())
                .collect(Collectors.joining(", "));
        return left.isEmpty() ? Optional.empty() : Optional.of(left + " are still to be issued anew; all are refused");
    }

    private List<IssuerStatus.Key> keys(KeyRing ring) {
        return ring.keys().reversed().stream()
                .limit(MAX_KEYS)
                .map(key -> key(ring, key))
                .sorted(Comparator.comparing(IssuerStatus.Key::id))
                .toList();
    }

    private IssuerStatus.Key key(KeyRing ring, RingKey key) {
        String id = key.id().value();
        return new IssuerStatus.Key(
                id,
                key.key().algorithm().name(),
                key.state().name(),
                text(key.key().createdAt()),
                rollover.activeAt(ring, key).map(IssuerStatusReport::text).orElse(null),
                rollover.removableAt(key).map(IssuerStatusReport::text).orElse(null),
                key.state() == KeyState.Compromised ? tokens.wantedOf(id) : tokens.of(id));
    }

    private static boolean isCompromised(IssuerStatus.Key key) {
        return KeyState.Compromised.name().equals(key.state());
    }

    private static long remaining(IssuerStatus.Key key) {
        return Objects.requireNonNullElse(key.tokens(), 0L);
    }

    private static String text(Instant instant) {
        return instant.truncatedTo(ChronoUnit.SECONDS).toString();
    }
}
