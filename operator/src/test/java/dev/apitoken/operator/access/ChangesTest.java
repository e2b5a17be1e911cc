package dev.apitoken.operator.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.apitoken.operator.kubernetes.ObjectName;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ChangesTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Changes changes = new Changes();

    @Test
    void anEndIsInTheNextSliceHoweverMuchThereIsToLookAt() throws InterruptedException {
        IntStream.range(0, 100_000).mapToObj(ChangesTest::token).forEach(changes::addInSlices);
        assertThat(changes.gather(PATIENCE, Duration.ZERO)).hasSize(Changes.SLICE);

        var end = token(-1);
        changes.add(end);

        assertThat(changes.gather(PATIENCE, Duration.ZERO)).startsWith(end).hasSize(Changes.SLICE + 1);
    }

    @Test
    void whatIsLookedAtInSlicesIsLookedAtOnceAndAllOfIt() throws InterruptedException {
        for (int twice = 0; twice < 2; twice++) {
            IntStream.range(0, 5_000).mapToObj(ChangesTest::token).forEach(changes::addInSlices);
        }

        var seen = new HashSet<Change>();
        int gathered = 0;
        for (var slice = changes.gather(Duration.ZERO, Duration.ZERO);
                !slice.isEmpty();
                slice = changes.gather(Duration.ZERO, Duration.ZERO)) {
            seen.addAll(slice);
            gathered += slice.size();
        }

        assertThat(seen).hasSize(5_000);
        assertThat(gathered).isEqualTo(5_000);
    }

    @Test
    void whatIsAddedWhileNobodyHasAnythingToDoIsSeenAtOnce() throws Exception {
        var first = CompletableFuture.supplyAsync(() -> gather(changes));
        changes.addInSlices(token(1));
        assertThat(first.get()).containsExactly(token(1));

        var second = CompletableFuture.supplyAsync(() -> gather(changes));
        changes.add(token(2));
        assertThat(second.get()).containsExactly(token(2));
    }

    @Test
    void nothingIsAnEmptyListInTheEnd() throws InterruptedException {
        assertThat(changes.gather(Duration.ofMillis(1), PATIENCE)).isEmpty();
    }

    private static List<Change> gather(Changes changes) {
        try {
            return changes.gather(PATIENCE, Duration.ZERO);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Change token(int number) {
        return new Change.Token(new ObjectName("shop", "t" + number));
    }
}
