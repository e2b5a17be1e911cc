package dev.apitoken.validator.index;

import static org.assertj.core.api.Assertions.assertThat;

import dev.apitoken.testkit.MovableClock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class ProcessClockTest {
    private static final Instant START = Instant.parse("2026-11-22T10:00:00Z");

    private final MovableClock wall = MovableClock.at(START);
    /** Near its overflow, as the origin of nanoTime may be anywhere. */
    private final AtomicLong nanos =
            new AtomicLong(Long.MAX_VALUE - Duration.ofSeconds(90).toNanos());

    private final ProcessClock clock = new ProcessClock(wall, nanos::get);

    @Test
    void starts_at_the_wall_clock_and_goes_with_it() {
        assertThat(clock.instant()).isEqualTo(START);

        pass(Duration.ofMinutes(3));

        assertThat(clock.instant()).isEqualTo(START.plus(Duration.ofMinutes(3)));
    }

    @Test
    void a_wall_clock_set_back_an_hour_moves_nothing_back() {
        pass(Duration.ofSeconds(30));
        wall.advance(Duration.ofHours(-1));

        assertThat(clock.instant()).isEqualTo(START.plusSeconds(30));

        pass(Duration.ofSeconds(5));

        assertThat(clock.instant()).isEqualTo(START.plusSeconds(35));
    }

    @Test
    void a_wall_clock_set_forward_is_followed_at_once() {
        wall.advance(Duration.ofHours(2));

        assertThat(clock.instant()).isEqualTo(START.plus(Duration.ofHours(2)));
    }

    @Test
    void time_spent_suspended_counts_although_the_monotonic_clock_stood_still() {
        clock.instant();
        wall.advance(Duration.ofHours(8));

        assertThat(clock.instant()).isEqualTo(START.plus(Duration.ofHours(8)));
    }

    @Test
    void a_mistaken_step_forward_is_not_taken_back() {
        wall.advance(Duration.ofHours(1));
        clock.instant();
        wall.advance(Duration.ofHours(-1));
        pass(Duration.ofSeconds(1));

        assertThat(clock.instant()).isEqualTo(START.plus(Duration.ofHours(1)).plusSeconds(1));
    }

    @Test
    void never_runs_backwards_whatever_the_wall_clock_does() {
        RandomGenerator random = RandomGenerator.of("L64X128MixRandom");
        Instant last = clock.instant();
        for (int step = 0; step < 10_000; step++) {
            nanos.addAndGet(random.nextLong(1_000_000));
            wall.advance(Duration.ofMillis(random.nextLong(-60_000, 60_000)));
            Instant now = clock.instant();
            assertThat(now).isAfterOrEqualTo(last);
            last = now;
        }
    }

    @Test
    void a_thread_stopped_between_the_two_clocks_does_not_push_time_ahead() {
        ProcessClock interrupted = new ProcessClock(wall, () -> nanos.addAndGet(1_000_000_000));
        Instant before = interrupted.instant();

        pass(Duration.ofSeconds(1));

        assertThat(interrupted.instant()).isEqualTo(before.plusSeconds(2));
    }

    private void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
        wall.advance(time);
    }
}
