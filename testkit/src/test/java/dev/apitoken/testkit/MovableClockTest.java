package dev.apitoken.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class MovableClockTest {
    private static final Instant START = Instant.parse("2026-11-22T10:00:00Z");

    private final MovableClock clock = MovableClock.at("2026-11-22T10:00:00Z");

    @Test
    void itStandsStill() {
        assertThat(clock.instant()).isEqualTo(START).isEqualTo(clock.instant());
    }

    @Test
    void itMovesByAStepInEitherDirection() {
        assertThat(clock.advance(Duration.ofSeconds(90))).isEqualTo("2026-11-22T10:01:30Z");
        assertThat(clock.advance(Duration.ofSeconds(-100))).isEqualTo("2026-11-22T09:59:50Z");
    }

    @Test
    void itMovesToAnInstant() {
        clock.moveTo(Instant.EPOCH);

        assertThat(clock.instant()).isEqualTo(Instant.EPOCH);
    }

    @Test
    void aViewInAnotherZoneMovesWithIt() {
        MovableClock elsewhere = clock.withZone(ZoneId.of("Asia/Tokyo"));

        clock.advance(Duration.ofHours(1));

        assertThat(elsewhere.instant()).isEqualTo(START.plusSeconds(3600));
    }

    @Test
    void noStepIsLostBetweenThreads() {
        IntStream.range(0, 1_000).parallel().forEach(i -> clock.advance(Duration.ofSeconds(1)));

        assertThat(clock.instant()).isEqualTo(START.plusSeconds(1_000));
    }
}
