package dev.apitoken.operator.restart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class RestartTargetTest {
    @ParameterizedTest
    @EnumSource(RestartTarget.Kind.class)
    void whatIsWrittenIsRead(RestartTarget.Kind kind) {
        var target = new RestartTarget(kind, "reports.v1");

        assertThat(RestartTarget.parse(target.toString())).contains(target);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Deployment", "Deployment/", "/reports", "CronJob/reports", "Deployment/a/b", "x y"})
    void whatNobodyWroteIsNoTarget(String text) {
        assertThat(RestartTarget.parse(text)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"CronJob,reports", "deployment,reports", "Deployment,Reports", "Deployment,a_b", "Deployment,../x"})
    void anotherKindAndANameThatNoWorkloadHasAreRefused(String kind, String name) {
        assertThatIllegalArgumentException().isThrownBy(() -> RestartTarget.of(kind, name));
    }

    @Test
    void aNameHasAtMost253Characters() {
        assertThat(RestartTarget.of("Deployment", "a".repeat(253)).name()).hasSize(253);
        assertThatIllegalArgumentException().isThrownBy(() -> RestartTarget.of("Deployment", "a".repeat(254)));
    }

    @Test
    void theirOrderIsByKindAndThenByName() {
        var sorted = Stream.of("StatefulSet/a", "Deployment/b", "Deployment/a")
                .flatMap(text -> RestartTarget.parse(text).stream())
                .sorted()
                .map(RestartTarget::toString);

        assertThat(sorted).containsExactly("Deployment/a", "Deployment/b", "StatefulSet/a");
    }
}
