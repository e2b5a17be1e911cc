package dev.apitoken.operator.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.apitoken.operator.kubernetes.ObjectName;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class WakeUpsTest {
    private static final ObjectName A = new ObjectName("shop", "a");
    private static final ObjectName B = new ObjectName("shop", "b");
    private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");

    private final WakeUps<ObjectName> wakeUps = new WakeUps<>();

    @Test
    void isDueAtItsInstantAndNotBeforeAndOnce() {
        wakeUps.set(A, Optional.of(NOON));

        assertThat(wakeUps.next()).contains(NOON);
        assertThat(wakeUps.due(NOON.minusNanos(1))).isEmpty();
        assertThat(wakeUps.due(NOON)).containsExactly(A);
        assertThat(wakeUps.due(NOON)).isEmpty();
    }

    @Test
    void theEarlierOneWinsWhereBothAreWanted() {
        wakeUps.set(A, Optional.of(NOON));
        wakeUps.atLatest(A, NOON.plusSeconds(1));
        assertThat(wakeUps.next()).contains(NOON);

        wakeUps.atLatest(A, NOON.minusSeconds(1));
        assertThat(wakeUps.next()).contains(NOON.minusSeconds(1));
    }

    @Test
    void aNewOneReplacesTheOldOne() {
        wakeUps.set(A, Optional.of(NOON));
        wakeUps.set(B, Optional.of(NOON));
        wakeUps.set(A, Optional.empty());

        assertThat(wakeUps.due(NOON)).containsExactly(B);
    }
}
