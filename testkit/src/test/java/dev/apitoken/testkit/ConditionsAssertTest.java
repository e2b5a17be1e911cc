package dev.apitoken.testkit;

import static dev.apitoken.testkit.ConditionsAssert.assertConditions;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import org.junit.jupiter.api.Test;

class ConditionsAssertTest {
    private static final Sample SAMPLE = Sample.yaml("""
            apiVersion: apitoken.dev/v1alpha1
            kind: ApiToken
            metadata: {name: ci, generation: 3}
            status:
              observedGeneration: 3
              conditions:
                - {type: Ready, status: "True", reason: Issued, observedGeneration: 3}
                - {type: Live, status: "False", reason: Disabled}
            """);
    private static final GenericKubernetesResource TOKEN = SAMPLE.resource();

    @Test
    void conditionsAreFoundByTypeStatusAndReason() {
        assertThatCode(() -> assertConditions(TOKEN)
                        .ready("True")
                        .has("Live", "False", "Disabled")
                        .hasNo("Stalled")
                        .areCurrent())
                .doesNotThrowAnyException();
    }

    @Test
    void aFailureShowsTheWholeStatus() {
        assertThatThrownBy(() -> assertConditions(TOKEN).has("Live", "True"))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("Expected condition Live to be True")
                .hasMessageContaining("Disabled");
        assertThatThrownBy(() -> assertConditions(TOKEN).has("Live", "False", "Expired"))
                .hasMessageContaining("for reason Expired");
        assertThatThrownBy(() -> assertConditions(TOKEN).has("Stalled", "False"))
                .hasMessageContaining("Expected condition Stalled to be False");
        assertThatThrownBy(() -> assertConditions(TOKEN).hasNo("Ready"))
                .hasMessageContaining("Expected no condition Ready");
    }

    @Test
    void anOldGenerationIsNotCurrent() {
        assertThatThrownBy(() -> assertConditions(
                                SAMPLE.with("status.observedGeneration", 2).resource())
                        .areCurrent())
                .hasMessageContaining("generation 3");
        assertThatThrownBy(() -> assertConditions(SAMPLE.with("status.conditions[0].observedGeneration", 2)
                                .resource())
                        .areCurrent())
                .hasMessageContaining("generation 3");
        assertThatThrownBy(() ->
                        assertConditions(SAMPLE.without("status").resource()).areCurrent())
                .hasMessageContaining("generation 3");
    }

    @Test
    void aResourceThatIsNotThereFails() {
        assertThatThrownBy(() -> assertConditions(null)).isInstanceOf(AssertionError.class);
    }
}
