package dev.apitoken.operator.issuer;

import dev.apitoken.crds.ConditionType;
import dev.apitoken.crds.IssuerStatus;
import dev.apitoken.operator.kubernetes.Conditions;
import dev.apitoken.operator.kubernetes.Conditions.Status;
import dev.apitoken.token.signing.KeyRing;
import dev.apitoken.token.signing.RingKey;
import io.fabric8.kubernetes.api.model.Condition;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The whole status of an issuer of either kind: the one place where its conditions are set. */
final class IssuerStatusReport {
    private IssuerStatusReport() {}

    /**
     * @param ring empty while the keys cannot be read: then the last known ones stay in the status (rule C8)
     * @param tokens how many there are of each key
     */
    static IssuerStatus of(
            IssuerStatus before,
            long generation,
            String issuer,
            KeyPlan plan,
            Optional<KeyRing> ring,
            Map<String, Long> tokens,
            Instant now) {
        return new IssuerStatus(
                generation,
                conditions(before, generation, plan, now),
                issuer,
                ring.map(found -> keys(found, tokens)).orElseGet(before::keys),
                tokens.values().stream().mapToLong(Long::longValue).sum());
    }

    private static List<Condition> conditions(IssuerStatus before, long generation, KeyPlan plan, Instant now) {
        var conditions = new Conditions(before.conditions(), generation, now);
        return switch (plan) {
            case KeyPlan.Stuck(var reason, var message) ->
                conditions
                        .set(ConditionType.Ready, Status.False, reason, message)
                        .set(ConditionType.Reconciling, Status.False, reason, "")
                        .set(ConditionType.Stalled, Status.True, reason, message)
                        .list();
            case KeyPlan.Keep _, KeyPlan.Begin _, KeyPlan.Change _ ->
                conditions
                        .set(ConditionType.Ready, Status.True, IssuerReason.AsRequested, "tokens can be signed")
                        .set(ConditionType.Reconciling, Status.False, IssuerReason.AsRequested, "")
                        .set(ConditionType.Stalled, Status.False, IssuerReason.AsRequested, "")
                        .list();
        };
    }

    private static List<IssuerStatus.Key> keys(KeyRing ring, Map<String, Long> tokens) {
        return ring.keys().stream()
                .map(key -> key(key, tokens.getOrDefault(key.id().value(), 0L)))
                .sorted(Comparator.comparing(IssuerStatus.Key::id))
                .toList();
    }

    private static IssuerStatus.Key key(RingKey key, long tokens) {
        return new IssuerStatus.Key(
                key.id().value(),
                key.key().algorithm().name(),
                key.state().name(),
                text(key.key().createdAt()),
                key.activeAt().map(IssuerStatusReport::text).orElse(null),
                key.lastSignedExpiry().map(IssuerStatusReport::text).orElse(null),
                tokens);
    }

    private static String text(Instant instant) {
        return instant.truncatedTo(ChronoUnit.SECONDS).toString();
    }
}
