package dev.apitoken.validator.index;

import static org.assertj.core.api.Assertions.assertThat;

import dev.apitoken.testkit.MovableClock;
import dev.apitoken.token.access.AccessDocument;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CurrentAccessTest {
    private static final Instant START = Instant.parse("2026-11-22T12:00:00Z");

    private final MovableClock clock = MovableClock.at(START);
    private final CurrentAccess access = new CurrentAccess(clock);

    @Test
    void beforeTheFirstRevisionNothingIsKnownHoweverOftenTheSourceWasHeard() {
        access.heard(START);

        assertThat(access.at(START)).isInstanceOf(AccessState.Unknown.class);
        assertThat(access.ready()).isFalse();
        assertThat(access.revision()).isZero();
        assertThat(access.metrics(START).applied()).isEmpty();
    }

    @Test
    void theFirstRevisionMakesItReadyAndUsable() {
        access.publish(Documents.revision(7, 3), START);

        assertThat(access.ready()).isTrue();
        assertThat(access.revision()).isEqualTo(7);
        assertThat(access.at(START)).isInstanceOf(AccessState.Usable.class);
    }

    @Test
    void anEmptyListIsARevisionLikeAnyOther() {
        access.publish(Documents.revision(7, 0), START);

        assertThat(access.at(START)).isInstanceOf(AccessState.Usable.class);
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 899, 900})
    void isUsableUpToAndAtMaxStaleness(long seconds) {
        access.publish(Documents.revision(1), START);

        assertThat(access.at(START.plusSeconds(seconds))).isInstanceOf(AccessState.Usable.class);
    }

    @ParameterizedTest
    @ValueSource(longs = {901, 86_400})
    void isStalePastMaxStaleness(long seconds) {
        access.publish(Documents.revision(1), START);

        assertThat(access.at(START.plusSeconds(seconds))).isInstanceOf(AccessState.Stale.class);
    }

    @Test
    void aSignOfTheSourceExtendsTheStateAndAnOlderSignDoesNotShortenIt() {
        access.publish(Documents.revision(1), START);
        access.heard(START.plusSeconds(600));
        access.heard(START.plusSeconds(5));

        assertThat(access.at(START.plusSeconds(1500))).isInstanceOf(AccessState.Usable.class);
        assertThat(access.at(START.plusSeconds(1501))).isInstanceOf(AccessState.Stale.class);
    }

    @Test
    void aStaleStateIsUsableAgainWithTheNextSign() {
        access.publish(Documents.revision(1), START);
        Instant later = START.plusSeconds(2000);
        access.heard(later);

        assertThat(access.at(later)).isInstanceOf(AccessState.Usable.class);
    }

    @Test
    void aLowerRevisionReplacesNothingAndIsNoSignOfTheSource() {
        access.publish(Documents.revision(9), START);

        assertThat(access.publish(Documents.revision(8), START.plusSeconds(10))).isFalse();
        assertThat(access.revision()).isEqualTo(9);
        assertThat(access.staleness(START.plusSeconds(10))).isEqualTo(Duration.ofSeconds(10));
    }

    @Test
    void theSameRevisionAgainIsASignOfTheSourceAndNoReload() {
        List<AppliedRevision> reloads = new ArrayList<>();
        access.onApplied(reloads::add);
        access.publish(Documents.revision(9), START);
        AccessState before = access.at(START);

        assertThat(access.publish(Documents.revision(9), START.plusSeconds(10))).isTrue();
        assertThat(access.at(START)).isSameAs(before);
        assertThat(access.staleness(START.plusSeconds(10))).isZero();
        assertThat(reloads).hasSize(1);
    }

    @Test
    void fiveHundredReorderedAndLateAnswersNeverBringBackALowerRevision() {
        for (int order = 0; order < 500; order++) {
            CurrentAccess target = new CurrentAccess(clock);
            long highest = 0;
            for (AccessDocument document : shuffledWithRepeats(new Random(order))) {
                highest = Math.max(highest, document.revision());
                target.publish(document, START);
                assertThat(target.revision()).as("order %d", order).isEqualTo(highest);
            }
        }
    }

    @Test
    void stalenessCountsFromTheStartUntilSomethingIsKnownAndIsNeverNegative() {
        assertThat(access.staleness(START.plusSeconds(4))).isEqualTo(Duration.ofSeconds(4));

        access.publish(Documents.revision(1), START.plusSeconds(5));

        assertThat(access.staleness(START.plusSeconds(4))).isZero();
    }

    @Test
    void metricsTellWhatIsAppliedSinceWhenAndWhatFailed() {
        clock.advance(Duration.ofMillis(40));
        access.publish(Documents.revision(7, 3), START);
        access.failed(SourceFailure.Unreachable);
        access.failed(SourceFailure.Unreachable);

        AccessMetrics metrics = access.metrics(START.plusSeconds(2));

        AppliedRevision applied = metrics.applied().orElseThrow();
        assertThat(applied.revision()).isEqualTo(7);
        assertThat(applied.entries()).isEqualTo(3);
        assertThat(applied.reload()).isEqualTo(Duration.ofMillis(40));
        assertThat(metrics.staleness()).isEqualTo(Duration.ofSeconds(2));
        assertThat(metrics.failures())
                .containsEntry(SourceFailure.Unreachable, 2L)
                .containsEntry(SourceFailure.Silent, 0L);
    }

    @Test
    void aListenerThatFailsStopsNeitherTheRevisionNorTheOtherListeners() {
        List<AppliedRevision> seen = new ArrayList<>();
        access.onApplied(applied -> {
            throw new IllegalStateException("on purpose");
        });
        access.onApplied(seen::add);

        assertThat(access.publish(Documents.revision(1), START)).isTrue();
        assertThat(seen).hasSize(1);
    }

    private static List<AccessDocument> shuffledWithRepeats(Random random) {
        List<AccessDocument> documents = new ArrayList<>();
        LongStream.rangeClosed(1, 12).mapToObj(Documents::revision).forEach(documents::add);
        documents.addAll(documents.subList(0, random.nextInt(12)));
        Collections.shuffle(documents, random);
        return documents;
    }
}
