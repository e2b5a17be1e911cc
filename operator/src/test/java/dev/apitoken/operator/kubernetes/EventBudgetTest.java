package dev.apitoken.operator.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.apitoken.operator.kubernetes.EventRecorder.Type;
import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class EventBudgetTest {
    private static final long START = -42;
    private final EventBudget budget = new EventBudget();

    @Test
    void oneObjectMaySendFifteenAtOnceAndThenOneEveryThirtySeconds() {
        assertThat(sent("uid", Type.Normal, 100, START)).isEqualTo(15);
        assertThat(sent("uid", Type.Warning, 1, START + Duration.ofSeconds(29).toNanos()))
                .isZero();
        assertThat(sent("uid", Type.Warning, 5, START + Duration.ofSeconds(30).toNanos()))
                .isEqualTo(1);
    }

    @Test
    void aStormOfRefusalsSendsTwoHundredAndThenTenASecond() {
        assertThat(warningsOf(5_000, START)).isEqualTo(200);
        assertThat(warningsOf(5_000, START + Duration.ofSeconds(1).toNanos())).isEqualTo(10);
    }

    @Test
    void aStormInOneNamespaceLeavesMostOfItToTheOthers() {
        assertThat(IntStream.range(0, 5_000)
                        .filter(i -> budget.spend("storm-" + i, "storm", Type.Warning, START))
                        .count())
                .isEqualTo(50);
        assertThat(warningsOf(5_000, START)).isEqualTo(150);
        long later = START + Duration.ofSeconds(1).toNanos();
        assertThat(IntStream.range(0, 5_000)
                        .filter(i -> budget.spend("storm-later-" + i, "storm", Type.Warning, later))
                        .count())
                .isEqualTo(2);
        assertThat(warningsOf(5_000, later)).isEqualTo(8);
    }

    @Test
    void aStormOfRefusalsDoesNotSilenceWhatWasDone() {
        warningsOf(5_000, START);

        assertThat(sent("rotated", Type.Normal, 1, START)).isEqualTo(1);
    }

    @Test
    void whatIsLeftOutSpendsNothing() {
        warningsOf(5_000, START);
        assertThat(sent("uid", Type.Warning, 100, START)).isZero();

        assertThat(sent("uid", Type.Normal, 100, START)).isEqualTo(15);
    }

    private long warningsOf(int objects, long nanoTime) {
        return IntStream.range(0, objects)
                .filter(i -> budget.spend("uid-" + nanoTime + "-" + i, "n" + i % 500, Type.Warning, nanoTime))
                .count();
    }

    private long sent(String uid, Type type, int times, long nanoTime) {
        return IntStream.range(0, times)
                .filter(i -> budget.spend(uid, "shop", type, nanoTime))
                .count();
    }
}
