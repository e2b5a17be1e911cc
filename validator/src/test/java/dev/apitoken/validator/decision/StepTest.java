package dev.apitoken.validator.decision;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class StepTest {
    @Test
    void each_step_refuses_for_some_reason() {
        assertThat(Arrays.stream(DenialReason.values()).map(Step::of).collect(Collectors.toSet()))
                .containsExactlyInAnyOrder(Step.values());
    }
}
