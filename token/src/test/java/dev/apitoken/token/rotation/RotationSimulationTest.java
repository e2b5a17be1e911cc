package dev.apitoken.token.rotation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.apitoken.token.rotation.RotationPlan.Keep;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Years in the life of an ApiToken, checked by {@link World} at every turn. */
class RotationSimulationTest {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00.25Z");

    /** Rules A1, A2, A5, A6: left alone, it renews for ever, on time, and its holder is never without. */
    @ParameterizedTest
    @MethodSource("hundred")
    void leftAloneItNeverHasAGap(long seed) {
        var wish = new RandomLife(seed).wish();
        var world = new World(wish, START);
        var plan = world.settle();
        for (int renewal = 0; renewal < 40; renewal++) {
            var token = world.token().orElseThrow();
            var due = ((Keep) plan).renewalTime().orElseThrow();
            assertThat(Duration.between(token.issuedAt(), due).multipliedBy(10)).isGreaterThanOrEqualTo(token.life());
            assertThat(due).isBefore(token.expiresAt());

            while (world.now.isBefore(due)) {
                assertThat(world.live()).contains(token.digest());
                world.now = plan.wakeAt().orElseThrow();
                plan = world.settle();
                assertThat(world.live()).contains(world.token().orElseThrow().digest());
            }

            assertThat(world.token().orElseThrow().revision()).isEqualTo(token.revision() + 1);
            assertThat(world.live().contains(token.digest()))
                    .as("the previous one passes exactly if an overlap was asked for")
                    .isEqualTo(!wish.overlap.isZero());
        }
        assertThat(world.issued).hasSize(41);
    }

    /** Rules A4, A8, A9, A11: whatever its author does, and in whatever order. */
    @ParameterizedTest
    @MethodSource("hundreds")
    void whateverHappensTheRulesHold(long seed) {
        var life = new RandomLife(seed);
        var world = new World(life.wish(), START);
        world.settle();
        for (var event : life.events()) {
            event.happen(world);
            world.settle();
        }
    }

    /** Rule F11: an operator that was away mints once when it is back, whatever it missed. */
    @ParameterizedTest
    @MethodSource("hundreds")
    void anAbsentOperatorCatchesUpWithOneToken(long seed) {
        var life = new RandomLife(seed);
        var world = new World(life.wish(), START);
        world.settle();
        world.now = world.now.plus(life.absence());
        world.settle();
        world.settle();

        assertThat(world.issued).hasSizeLessThanOrEqualTo(2);
    }

    /** A seed names a case: a failure is repeated by its number. */
    static LongStream hundred() {
        return LongStream.range(0, 100);
    }

    static LongStream hundreds() {
        return LongStream.range(0, 600);
    }
}
