package dev.apitoken.benchmarks.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class ArgumentsTest {
    private static Arguments parse(String... words) {
        return Arguments.parse(words);
    }

    @Test
    void without_options_everybody_takes_part_at_two_thousand_a_second() {
        assertThat(parse()).isEqualTo(new Arguments(Pace.FULL, Extent.Everybody, 2_000, ""));
    }

    @Test
    void a_quick_run_is_about_the_goals() {
        assertThat(parse("--quick", "--rate", "500"))
                .isEqualTo(new Arguments(Pace.QUICK, Extent.Goals, 500, "--quick --rate 500"));
    }

    @Test
    void ours_stays_ours_in_any_order() {
        assertThat(parse("--ours", "--quick").extent()).isEqualTo(Extent.Ours);
        assertThat(parse("--quick", "--ours").extent()).isEqualTo(Extent.Ours);
    }

    @Test
    void what_cannot_be_meant_is_refused() {
        assertThatIllegalArgumentException().isThrownBy(() -> parse("--fast")).withMessageContaining("--fast");
        assertThatIllegalArgumentException().isThrownBy(() -> parse("--rate", "99"));
        assertThatIllegalArgumentException().isThrownBy(() -> parse("--rate", "many"));
        assertThatIllegalArgumentException().isThrownBy(() -> parse("--rate"));
    }
}
