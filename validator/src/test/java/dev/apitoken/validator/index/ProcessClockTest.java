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
    void startsAtTheWallClockAndGoesWithIt() {
        assertThat(clock.instant()).isEqualTo(START);

        pass(Duration.ofMinutes(3));

        assertThat(clock.instant()).isEqualTo(START.plus(Duration.ofMinutes(3)));
    }

    @Test
    void aWallClockSetBackAnHourMovesNothingBack() {
        pass(Duration.ofSeconds(30));
        wall.advance(Duration.ofHours(-1));

        assertThat(clock.instant()).isEqualTo(START.plusSeconds(30));

        pass(Duration.ofSeconds(5));

        assertThat(clock.instant()).isEqualTo(START.plusSeconds(35));
    }

    @Test
    void aWallClockSetForwardIsFollowedAtOnce() {
        wall.advance(Duration.ofHours(2));

        assertThat(clock.instant()).isEqualTo(START.plus(Duration.ofHours(2)));
    }

    @Test
    void timeSpentSuspendedCountsAlthoughTheMonotonicClockStoodStill() {
        clock.instant();
        wall.advance(Duration.ofHours(8));

        assertThat(clock.instant()).isEqualTo(START.plus(Duration.ofHours(8)));
    }

    @Test
    void aMistakenStepForwardIsNotTakenBack() {
        wall.advance(Duration.ofHours(1));
        clock.instant();
        wall.advance(Duration.ofHours(-1));
        pass(Duration.ofSeconds(1));

        assertThat(clock.instant()).isEqualTo(START.plus(Duration.ofHours(1)).plusSeconds(1));
    }

    @Test
    void neverRunsBackwardsWhateverTheWallClockDoes() {
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
    void aThreadStoppedBetweenTheTwoClocksDoesNotPushTimeAhead() {
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
