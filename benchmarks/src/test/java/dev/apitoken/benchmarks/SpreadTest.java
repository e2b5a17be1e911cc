package dev.apitoken.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SpreadTest {
    @Test
    void aRankIsTheSmallestSampleThatItsShareDoesNotExceed() {
        var hundred = IntStream.rangeClosed(1, 100).mapToObj(i -> (double) i).toList();
        assertThat(Spread.of(hundred, "ms")).isEqualTo(new Spread(100, 50, 99, 100, "ms"));
        assertThat(Spread.of(List.of(3.0, 1.0, 2.0), "ms")).isEqualTo(new Spread(3, 2, 3, 3, "ms"));
        assertThat(Spread.of(List.of(7.25), "ms")).isEqualTo(new Spread(1, 7.3, 7.3, 7.3, "ms"));
    }

    @Test
    void nothingMeasuredMeetsNoGoal() {
        var nothing = Spread.of(List.of(), "ms");
        assertThat(nothing.p99() <= Double.MAX_VALUE).isFalse();
        assertThat(nothing).hasToString("nothing measured");
    }
}
