package dev.apitoken.benchmarks.scale;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ArgumentsTest {
    private static final Duration TWO_MINUTES = Duration.ofMinutes(2);

    @Test
    void measuresTheTwoUsualSizesUnlessAsked() {
        assertThat(parse()).isEqualTo(new Arguments(List.of(1_000, 10_000), TWO_MINUTES, false));
        assertThat(parse("--tokens", "100000")).isEqualTo(new Arguments(List.of(100_000), TWO_MINUTES, false));
        assertThat(parse("--profile", "--tokens", "50,200", "--rest", "600"))
                .isEqualTo(new Arguments(List.of(50, 200), Duration.ofMinutes(10), true));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0", "100001", "many", "1000,", "-1"})
    void refusesASizeThatCannotBeMeasured(String size) {
        assertThatThrownBy(() -> parse("--tokens", size)).hasMessageContaining("1 to 100000");
    }

    @Test
    void refusesWhatItDoesNotKnow() {
        assertThatThrownBy(() -> parse("--fast")).hasMessageContaining("--fast");
        assertThatThrownBy(() -> parse("--tokens")).hasMessageContaining("1 to 100000");
    }

    private static Arguments parse(String... args) {
        return Arguments.parse(args);
    }
}
