package dev.apitoken.operator.apitoken;

import static org.assertj.core.api.Assertions.assertThat;

import dev.apitoken.operator.kubernetes.ObjectName;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class MintQueueTest {
    private static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");
    private static final int BURST = 20;

    private long nanos;
    private final MintQueue queue = new MintQueue(nanos);

    @Test
    void whoComesAloneIsLetInAtOnce() {
        for (int i = 0; i < 50; i++) {
            assertThat(queue.admits(name(i), lockedOut(), nanos)).isTrue();
            pass(Duration.ofMillis(10));
        }
        assertThat(queue.size()).isZero();
    }

    @Test
    void aBurstIsLetInAndTheRestWaits() {
        long admitted = IntStream.range(0, 100)
                .filter(i -> queue.admits(name(i), lockedOut(), nanos))
                .count();

        assertThat(admitted).isEqualTo(BURST);
        assertThat(queue.size()).isEqualTo(80);
        assertThat(queue.call(nanos)).isEmpty();
    }

    @Test
    void thoseLockedOutComeFirstAndThenWhoseTokenEndsFirst() {
        useUpTheBurst();
        var waiting = new ArrayList<>(IntStream.range(0, 40).boxed().toList());
        Collections.shuffle(waiting, new Random(7));
        waiting.forEach(i -> queue.admits(name(i), i < 10 ? lockedOut() : until(NOW.plusSeconds(i)), nanos));

        var order = new ArrayList<ObjectName>();
        while (queue.size() > 0) {
            pass(Duration.ofMillis(10));
            order.addAll(queue.call(nanos));
        }

        assertThat(order.subList(0, 10))
                .as("equally urgent: first come, first served")
                .isEqualTo(waiting.stream()
                        .filter(i -> i < 10)
                        .map(MintQueueTest::name)
                        .toList());
        assertThat(order.subList(10, 40))
                .isEqualTo(IntStream.range(10, 40).mapToObj(MintQueueTest::name).toList());
    }

    @Test
    void whoIsCalledIsLetInWithoutAnotherPermitAndOnce() {
        useUpTheBurst();
        queue.admits(name(1), lockedOut(), nanos);
        pass(Duration.ofMillis(10));

        assertThat(queue.call(nanos)).containsExactly(name(1));
        assertThat(queue.admits(name(1), lockedOut(), nanos)).isTrue();
        assertThat(queue.admits(name(1), lockedOut(), nanos)).isFalse();
    }

    @Test
    void nobodyOvertakesThoseWhoWait() {
        useUpTheBurst();
        queue.admits(name(1), lockedOut(), nanos);
        pass(Duration.ofMillis(10));

        assertThat(queue.admits(name(2), lockedOut(), nanos)).isFalse();
        assertThat(queue.call(nanos)).containsExactly(name(1));
    }

    @Test
    void whoAsksAgainKeepsItsPlaceAndMayBecomeMoreUrgent() {
        useUpTheBurst();
        queue.admits(name(1), until(NOW.plusSeconds(1)), nanos);
        queue.admits(name(2), until(NOW.plusSeconds(2)), nanos);
        queue.admits(name(2), lockedOut(), nanos);

        assertThat(queue.size()).isEqualTo(2);
        pass(Duration.ofMillis(20));
        assertThat(queue.call(nanos)).containsExactly(name(2), name(1));
    }

    @Test
    void whoLeavesIsNotCalledAndNotLetInLater() {
        useUpTheBurst();
        queue.admits(name(1), lockedOut(), nanos);
        queue.admits(name(2), lockedOut(), nanos);
        queue.leave(name(1));
        pass(Duration.ofMillis(10));
        assertThat(queue.call(nanos)).containsExactly(name(2));

        queue.leave(name(2));
        assertThat(queue.admits(name(2), lockedOut(), nanos)).isFalse();
    }

    /** Rules F12 and C7: 10,000 in under two minutes, 1,000 in under half of one. */
    @Test
    void tenThousandAreLetInWithinTwoMinutes() {
        IntStream.range(0, 10_000).forEach(i -> queue.admits(name(i), until(NOW.plusSeconds(i)), nanos));

        assertThat(letInWithin(Duration.ofSeconds(30))).isGreaterThan(1_000);
        letInWithin(Duration.ofSeconds(85));
        assertThat(queue.size()).isZero();
    }

    private int letInWithin(Duration time) {
        int called = 0;
        for (long passed = 0; passed < time.toMillis(); passed += 20) {
            pass(Duration.ofMillis(20));
            var next = queue.call(nanos);
            assertThat(next).as("no more at a time than the burst").hasSizeLessThanOrEqualTo(BURST);
            called += next.size();
        }
        return called;
    }

    private void useUpTheBurst() {
        IntStream.range(0, BURST).forEach(i -> queue.admits(name(1_000 + i), lockedOut(), nanos));
    }

    private void pass(Duration time) {
        nanos += time.toNanos();
    }

    private static MintUrgency lockedOut() {
        return new MintUrgency(Optional.empty());
    }

    private static MintUrgency until(Instant end) {
        return new MintUrgency(Optional.of(end));
    }

    private static ObjectName name(int number) {
        return new ObjectName("n", "t" + number);
    }
}
