package dev.apitoken.operator.kubernetes;

import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.ConditionBuilder;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The conditions of one report: each type once, each with the generation it speaks of. The time of the last transition
 * is carried over as long as the status of a condition stays what it was.
 */
public final class Conditions {
    /** Spelled as in the API. */
    public enum Status {
        True,
        False,
        Unknown;

        public static Status of(boolean holds) {
            return holds ? True : False;
        }
    }

    /** The API server's own bound is 32768; nobody reads more than this. */
    private static final int MAX_MESSAGE = 1024;

    private final List<Condition> previous;
    private final long generation;
    private final Instant now;
    private final Map<String, Condition> conditions = new LinkedHashMap<>();

    public Conditions(List<Condition> previous, long generation, Instant now) {
        this.previous = previous;
        this.generation = generation;
        this.now = now;
    }

    public Conditions set(Enum<?> type, Status status, Enum<?> reason, String message) {
        String since = find(previous, type.name())
                .filter(before -> status.name().equals(before.getStatus()))
                .map(Condition::getLastTransitionTime)
                .orElseGet(() -> now.truncatedTo(ChronoUnit.SECONDS).toString());
        conditions.put(
                type.name(),
                new ConditionBuilder()
                        .withType(type.name())
                        .withStatus(status.name())
                        .withObservedGeneration(generation)
                        .withLastTransitionTime(since)
                        .withReason(reason.name())
                        .withMessage(message.substring(0, Math.min(message.length(), MAX_MESSAGE)))
                        .build());
        return this;
    }

    /** As it was: somebody else reports on it. */
    public Conditions keep(Condition condition) {
        conditions.put(condition.getType(), condition);
        return this;
    }

    public List<Condition> list() {
        return List.copyOf(conditions.values());
    }

    public static Optional<Condition> find(List<Condition> conditions, Enum<?> type) {
        return find(conditions, type.name());
    }

    private static Optional<Condition> find(List<Condition> conditions, String type) {
        return conditions.stream()
                .filter(condition -> type.equals(condition.getType()))
                .findFirst();
    }
}
