package dev.apitoken.operator.apitoken;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import dev.apitoken.operator.kubernetes.ObjectName;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Rule D7: whoever floods the queue delays the others by one turn at a time, not by its thousands. */
class MintQueueFairnessTest {
    private static final long TURN = Duration.ofMillis(10).toNanos();
    private static final MintUrgency LOCKED_OUT = new MintUrgency(Optional.empty());
    private static final MintUrgency RENEWAL = new MintUrgency(Optional.of(Instant.parse("2026-11-22T10:00:00Z")));

    private long nanos;
    private final MintQueue queue = new MintQueue(nanos);

    @BeforeEach
    void theBurstIsUsedUp() {
        for (int i = 0; queue.admits(name("burst", i), LOCKED_OUT, nanos); i++) {}
        queue.leave(name("burst", 20));
    }

    @Test
    void aFloodInOneNamespaceDelaysTheOthersByAFewTurns() {
        IntStream.range(0, 10_000).forEach(i -> queue.admits(name("flood", i), LOCKED_OUT, nanos));
        nextTurns(5);
        var others = List.of(name("a", 1), name("m", 1), name("z", 1));
        others.forEach(other -> queue.admits(other, RENEWAL, nanos));

        assertThat(nextTurns(4)).containsAll(others);
    }

    @Test
    void toComeAndGoGainsNoTurns() {
        for (var namespace : List.of("a", "flood", "z")) {
            IntStream.range(0, 100).forEach(i -> queue.admits(name(namespace, i), LOCKED_OUT, nanos));
        }

        var turns = new TreeMap<String, Integer>();
        for (int turn = 0; turn < 90; turn++) {
            IntStream.range(0, 100).forEach(i -> queue.leave(name("flood", i)));
            IntStream.range(0, 100).forEach(i -> queue.admits(name("flood", i), LOCKED_OUT, nanos));
            nextTurns(1).forEach(called -> turns.merge(called.namespace(), 1, Integer::sum));
        }

        assertThat(turns).containsExactly(entry("a", 30), entry("flood", 30), entry("z", 30));
    }

    /** Any crowds, coming and going. */
    @Test
    void noNamespaceHasASecondTurnBeforeEveryOtherThatWaitsHasHadOne() {
        for (int seed = 0; seed < 100; seed++) {
            var random = new Random(seed);
            var crowds = new Crowds();
            for (int turn = 0; turn < 300; turn++) {
                IntStream.range(0, random.nextInt(5)).forEach(any -> comeOrGo(random, crowds));
                nextTurns(1).forEach(crowds::called);
            }
        }
    }

    private void comeOrGo(Random random, Crowds crowds) {
        // Some namespaces have far more than others.
        var name = name("n" + random.nextInt(random.nextInt(8) + 1), random.nextInt(100));
        if (random.nextInt(5) == 0) {
            queue.leave(name);
            crowds.left(name);
        } else if (!queue.admits(name, random.nextBoolean() ? LOCKED_OUT : RENEWAL, nanos)) {
            crowds.came(name);
        }
    }

    /** Who waits, and since which turn each namespace has waited for its next. */
    private static final class Crowds {
        private final Map<String, Set<ObjectName>> waiting = new HashMap<>();
        private final Map<String, Integer> waitingSince = new HashMap<>();
        private final Map<String, Integer> lastTurn = new HashMap<>();
        private int turn = 1;

        void came(ObjectName name) {
            if (waiting.computeIfAbsent(name.namespace(), any -> new HashSet<>())
                            .add(name)
                    && waiting.get(name.namespace()).size() == 1) {
                waitingSince.put(name.namespace(), turn);
            }
        }

        void left(ObjectName name) {
            waiting.getOrDefault(name.namespace(), new HashSet<>()).remove(name);
        }

        void called(ObjectName name) {
            left(name);
            int before = lastTurn.getOrDefault(name.namespace(), 0);
            waiting.forEach((namespace, names) -> {
                if (!names.isEmpty() && !namespace.equals(name.namespace())) {
                    assertThat(waitingSince.get(namespace))
                            .as("%s waits, %s had turn %d and has %d", namespace, name.namespace(), before, turn)
                            .isGreaterThan(before);
                }
            });
            lastTurn.put(name.namespace(), turn);
            waitingSince.put(name.namespace(), turn);
            turn++;
        }
    }

    private List<ObjectName> nextTurns(int count) {
        nanos += count * TURN;
        return queue.call(nanos);
    }

    private static ObjectName name(String namespace, int number) {
        return new ObjectName(namespace, "t" + number);
    }
}
