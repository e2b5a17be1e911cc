package dev.apitoken.testkit;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.assertj.core.api.AbstractAssert;
import org.jspecify.annotations.Nullable;

/** Assertions about {@code status.conditions} of any resource, typed or generic; a failure shows the whole status. */
public final class ConditionsAssert extends AbstractAssert<ConditionsAssert, GenericKubernetesResource> {

    private ConditionsAssert(GenericKubernetesResource resource) {
        super(resource, ConditionsAssert.class);
    }

    /** A resource that is not there (null) fails, so a lookup can stand in the argument. */
    public static ConditionsAssert assertConditions(@Nullable HasMetadata resource) {
        if (resource == null) {
            throw new AssertionError("Expected a resource with conditions, found none");
        }
        return new ConditionsAssert(
                Serialization.unmarshal(Serialization.asJson(resource), GenericKubernetesResource.class));
    }

    public ConditionsAssert ready(String status) {
        return has("Ready", status);
    }

    /** The status is one of True, False and Unknown. */
    public ConditionsAssert has(String type, String status) {
        Condition found = condition(type);
        if (!found.status().equals(status)) {
            failWithMessage("Expected condition %s to be %s, but this is the status:%n%s", type, status, shown());
        }
        return this;
    }

    public ConditionsAssert has(String type, String status, String reason) {
        has(type, status);
        if (!condition(type).reason().equals(reason)) {
            failWithMessage("Expected condition %s for reason %s, but this is the status:%n%s", type, reason, shown());
        }
        return this;
    }

    public ConditionsAssert hasNo(String type) {
        if (conditions().stream().anyMatch(condition -> condition.type().equals(type))) {
            failWithMessage("Expected no condition %s, but this is the status:%n%s", type, shown());
        }
        return this;
    }

    /** The status, and each condition that says so, speaks of the newest spec. */
    public ConditionsAssert areCurrent() {
        long generation = actual.getMetadata().getGeneration();
        boolean allCurrent = Stream.concat(
                        Stream.of(number(actual.get("status", "observedGeneration"))
                                .orElse(-1L)),
                        conditions().stream().flatMap(condition -> condition.observedGeneration().stream()))
                .allMatch(observed -> observed == generation);
        if (!allCurrent) {
            failWithMessage(
                    "Expected conditions about generation %s, but this is the status:%n%s", generation, shown());
        }
        return this;
    }

    private Condition condition(String type) {
        return conditions().stream()
                .filter(condition -> condition.type().equals(type))
                .findFirst()
                .orElseGet(() -> new Condition(type, "absent", "absent", Optional.empty()));
    }

    private List<Condition> conditions() {
        List<Map<String, Object>> found = actual.get("status", "conditions");
        return found == null ? List.of() : found.stream().map(Condition::of).toList();
    }

    private String shown() {
        return Serialization.asYaml(actual.get("status"));
    }

    private static Optional<Long> number(@Nullable Object value) {
        return value instanceof Number number ? Optional.of(number.longValue()) : Optional.empty();
    }

    private record Condition(String type, String status, String reason, Optional<Long> observedGeneration) {
        static Condition of(Map<String, Object> condition) {
            return new Condition(
                    String.valueOf(condition.get("type")),
                    String.valueOf(condition.get("status")),
                    String.valueOf(condition.get("reason")),
                    number(condition.get("observedGeneration")));
        }
    }
}
