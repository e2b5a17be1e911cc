package dev.apitoken.operator.kubernetes;

import static dev.apitoken.operator.kubernetes.Conditions.Status.False;
import static dev.apitoken.operator.kubernetes.Conditions.Status.True;
import static org.assertj.core.api.Assertions.assertThat;

import dev.apitoken.crds.ConditionType;
import dev.apitoken.crds.ReadyReason;
import io.fabric8.kubernetes.api.model.Condition;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class ConditionsTest {
    private static final Instant FIRST = Instant.parse("2026-11-22T10:00:00.123Z");
    private static final Instant LATER = Instant.parse("2026-11-22T11:00:00Z");

    @Test
    void theTimeOfTransitionStaysWhileTheStatusStays() {
        var before = ready(List.of(), True, FIRST);

        assertThat(ready(before, True, LATER))
                .singleElement()
                .satisfies(condition ->
                        assertThat(condition.getLastTransitionTime()).isEqualTo("2026-11-22T10:00:00Z"));
    }

    @Test
    void theTimeOfTransitionMovesWithTheStatus() {
        var before = ready(List.of(), True, FIRST);

        assertThat(ready(before, False, LATER))
                .singleElement()
                .satisfies(condition ->
                        assertThat(condition.getLastTransitionTime()).isEqualTo("2026-11-22T11:00:00Z"));
    }

    @Test
    void eachTypeStandsOnceAndSpeaksOfItsGeneration() {
        var conditions = new Conditions(List.of(), 7, FIRST)
                .set(ConditionType.Ready, False, ReadyReason.InvalidSpec, "no")
                .set(ConditionType.Ready, True, ReadyReason.AsRequested, "yes")
                .list();

        assertThat(conditions).singleElement().satisfies(condition -> {
            assertThat(condition.getStatus()).isEqualTo("True");
            assertThat(condition.getObservedGeneration()).isEqualTo(7);
        });
    }

    private static List<Condition> ready(List<Condition> before, Conditions.Status status, Instant now) {
        return new Conditions(before, 1, now)
                .set(ConditionType.Ready, status, ReadyReason.AsRequested, "")
                .list();
    }
}
