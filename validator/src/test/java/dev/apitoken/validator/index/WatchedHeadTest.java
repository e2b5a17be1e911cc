package dev.apitoken.validator.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.apitoken.testkit.MovableClock;
import dev.apitoken.token.access.AccessDocument;
import dev.apitoken.token.secret.AccessSecret;
import dev.apitoken.token.secret.NamedSecret;
import dev.apitoken.token.secret.SecretContent;
import dev.apitoken.token.secret.ShardLayout;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class WatchedHeadTest {
    private static final Instant START = Instant.parse("2026-11-22T12:00:00Z");
    private static final String NAME = AccessSecret.headName(Documents.POLICY);

    private final MovableClock clock = MovableClock.at(START);
    private final AtomicLong nanos = new AtomicLong();
    private final CurrentAccess access = new CurrentAccess(clock);
    private final Map<String, SeenSecret> store = new HashMap<>();
    private final List<String> reads = new ArrayList<>();
    private final WatchedHead head = new WatchedHead(
            NAME,
            new RevisionReader(Documents.NAMESPACE, Documents.POLICY, access),
            new SourceTrouble("test", access),
            new RetryPause(new Random(1)),
            nanos::get);

    @Test
    void aHeadWithItsShardInsideIsAppliedWithoutAFurtherRead() throws Exception {
        show(write(5, 3, 0));

        assertThat(access.revision()).isEqualTo(5);
        assertThat(reads).isEmpty();
    }

    @Test
    void shardsOfTheirOwnAreReadOnceAndOnlyChangedOnesAgain() throws Exception {
        show(write(5, 40, 2));
        assertThat(access.revision()).isEqualTo(5);
        assertThat(reads).hasSize(4);

        reads.clear();
        show(write(6, 41, 2));

        assertThat(access.revision()).isEqualTo(6);
        assertThat(reads).hasSize(1);
    }

    @Test
    void aHeadAheadOfItsShardsWaitsForThemWhileTheLastRevisionServes() throws Exception {
        show(write(5, 40, 2));
        Map<String, SeenSecret> before = Map.copyOf(store);
        SeenSecret next = write(6, 90, 2);
        Map<String, SeenSecret> after = Map.copyOf(store);
        store.putAll(before);

        show(next);
        assertThat(access.revision()).isEqualTo(5);
        assertThat(head.untilRetry()).isPresent();

        store.putAll(after);
        nanos.addAndGet(head.untilRetry().orElseThrow().toNanos());
        head.retry(this::read);

        assertThat(access.revision()).isEqualTo(6);
        assertThat(head.untilRetry()).isEmpty();
    }

    @Test
    void aRetryBeforeItsTimeReadsNothing() throws Exception {
        SeenSecret next = write(5, 40, 2);
        store.clear();
        show(next);
        reads.clear();

        head.retry(this::read);

        assertThat(reads).isEmpty();
    }

    @Test
    void anUnfinishedHeadIsNoSignOfTheSourceHoweverOftenItIsConfirmed() throws Exception {
        show(write(5, 3, 0));
        SeenSecret next = write(6, 40, 2);
        store.clear();
        show(next);

        clock.advance(Duration.ofSeconds(7));
        head.confirm(clock.instant(), this::read);

        assertThat(access.staleness(clock.instant())).isEqualTo(Duration.ofSeconds(7));
    }

    @Test
    void aHeadInForceIsASignOfTheSourceWheneverConfirmed() throws Exception {
        show(write(5, 3, 0));

        clock.advance(Duration.ofSeconds(7));
        head.confirm(clock.instant(), this::read);

        assertThat(access.staleness(clock.instant())).isZero();
    }

    @Test
    void aDeletedHeadGoesOnServingUntilMaxStaleness() throws Exception {
        show(write(5, 3, 0));

        assertThat(head.gone()).isFalse();
        clock.advance(Documents.MAX_STALENESS);
        assertThat(head.gone()).isTrue();

        assertThat(access.at(clock.instant())).isInstanceOf(AccessState.Usable.class);
        clock.advance(Duration.ofSeconds(1));
        assertThat(access.at(clock.instant())).isInstanceOf(AccessState.Stale.class);
    }

    @Test
    void aSecretMadeAgainWithALowerRevisionIsIgnoredAndOneWithAHigherIsApplied() throws Exception {
        show(write(5, 3, 0));
        head.gone();

        show(write(4, 9, 0));
        assertThat(access.revision()).isEqualTo(5);
        assertThat(failures(SourceFailure.Outdated)).isOne();

        show(write(6, 9, 0));
        assertThat(access.revision()).isEqualTo(6);
    }

    @Test
    void aRevisionThatNoOperatorCanHaveWrittenYetIsRefusedAndUsesUpNothing() throws Exception {
        show(write(5, 3, 0));

        show(write(START.plus(Duration.ofDays(368)).toEpochMilli(), 9, 0));
        assertThat(access.revision()).isEqualTo(5);
        assertThat(failures(SourceFailure.FarAhead)).isOne();
        show(write(Long.MAX_VALUE, 9, 0));
        assertThat(failures(SourceFailure.FarAhead)).isEqualTo(2);

        show(write(START.toEpochMilli(), 9, 0));
        assertThat(access.revision()).isEqualTo(START.toEpochMilli());
    }

    @Test
    void aRefusedRevisionIsNoSignOfTheSource() throws Exception {
        show(write(5, 3, 0));
        clock.advance(Duration.ofSeconds(7));
        show(write(Long.MAX_VALUE, 9, 0));
        head.confirm(clock.instant(), this::read);

        assertThat(access.staleness(clock.instant())).isEqualTo(Duration.ofSeconds(7));
    }

    /** The operator may be as far ahead as it lets itself be, by a clock that is five minutes before ours. */
    @Test
    void theHighestRevisionAnOperatorWritesIsBelievedByASlowClock() throws Exception {
        long highest =
                START.plus(Duration.ofMinutes(5)).plus(Duration.ofDays(366)).toEpochMilli();

        show(write(highest, 3, 0));

        assertThat(access.revision()).isEqualTo(highest);
    }

    /** The operator cannot go above it for a day, so until then it must not shut out what the operator writes. */
    @Test
    void aRevisionThatAnOperatorCannotExceedGivesWayToTheNextOneWritten() throws Exception {
        show(write(START.toEpochMilli(), 3, 0));
        long forged =
                START.plus(Duration.ofDays(366)).plus(Duration.ofHours(12)).toEpochMilli();
        show(write(forged, 9, 0));
        assertThat(access.revision()).isEqualTo(forged);

        clock.advance(Duration.ofSeconds(2));
        show(write(clock.instant().toEpochMilli(), 3, 0));

        assertThat(access.revision()).isEqualTo(clock.instant().toEpochMilli());
        assertThat(failures(SourceFailure.Outdated)).isZero();
    }

    @Test
    void whatWasInForceBeforeAnAbsurdRevisionDoesNotComeBackWithIt() throws Exception {
        show(write(START.toEpochMilli(), 3, 0));
        long forged =
                START.plus(Duration.ofDays(366)).plus(Duration.ofHours(12)).toEpochMilli();
        show(write(forged, 9, 0));

        show(write(START.toEpochMilli(), 3, 0));
        show(write(START.toEpochMilli() - 1, 3, 0));

        assertThat(access.revision()).isEqualTo(forged);
        assertThat(failures(SourceFailure.Outdated)).isEqualTo(2);
    }

    /** Then an operator may have written it, and goes above it. */
    @Test
    void aRevisionWithinTheYearIsNeverReplacedByALowerOneNorIsOneThatHasComeWithinIt() throws Exception {
        long withinTheYear = START.plus(Duration.ofDays(366)).toEpochMilli();
        show(write(withinTheYear, 3, 0));
        show(write(START.toEpochMilli(), 9, 0));
        assertThat(access.revision()).isEqualTo(withinTheYear);

        long doubtful = withinTheYear + Duration.ofHours(1).toMillis();
        show(write(doubtful, 3, 0));
        clock.advance(Duration.ofHours(1));
        show(write(doubtful - 1, 9, 0));
        assertThat(access.revision()).isEqualTo(doubtful);
    }

    @Test
    void aHeadRefusedForAWrongClockIsAppliedOnceTheClockIsRight() throws Exception {
        Instant epoch = Instant.EPOCH.plus(Duration.ofDays(1));
        SeenSecret secret = write(START.toEpochMilli(), 3, 0);
        head.show(secret, Sighting.at(epoch), this::read);
        assertThat(access.ready()).isFalse();

        head.confirm(START, this::read);

        assertThat(access.revision()).isEqualTo(START.toEpochMilli());
    }

    @Test
    void aSecretOfAnotherTypeIsIgnored() throws Exception {
        SeenSecret right = write(5, 3, 0);
        SecretContent content = right.content();
        head.show(
                new SeenSecret(
                        "1", new SecretContent("Opaque", content.labels(), content.annotations(), content.data())),
                Sighting.at(START),
                this::read);

        assertThat(access.ready()).isFalse();
        assertThat(failures(SourceFailure.Unreadable)).isOne();
        assertThat(head.untilRetry()).isEmpty();
    }

    @Test
    void aShardThatMayNotBeReadYetIsTriedAgain() throws Exception {
        head.show(write(5, 40, 2), Sighting.at(START), name -> {
            throw new SourceException(SourceFailure.Refused, "status 403");
        });
        assertThat(access.ready()).isFalse();

        nanos.addAndGet(Duration.ofSeconds(3).toNanos());
        head.retry(this::read);

        assertThat(access.revision()).isEqualTo(5);
    }

    @Test
    void aConnectionLostOverAShardIsTheConnectionsTrouble() throws Exception {
        SeenSecret secret = write(5, 40, 2);

        assertThatThrownBy(() -> head.show(secret, Sighting.at(START), name -> {
                    throw new SourceException(SourceFailure.Unreachable, "reset");
                }))
                .isInstanceOf(SourceException.class);

        head.confirm(START, this::read);
        assertThat(access.revision()).isEqualTo(5);
    }

    @Test
    void theSameVersionShownAgainIsNotReadAgain() throws Exception {
        SeenSecret secret = write(5, 40, 2);
        show(secret);
        reads.clear();

        show(secret);

        assertThat(reads).isEmpty();
    }

    private SeenSecret write(long revision, int tokens, int bits) {
        AccessDocument document = Documents.revision(revision, tokens);
        for (NamedSecret secret : AccessSecret.write(document, new ShardLayout(bits))) {
            store.put(secret.name(), new SeenSecret("version-" + revision, secret.content()));
        }
        return Optional.ofNullable(store.get(NAME)).orElseThrow();
    }

    private void show(SeenSecret secret) throws SourceException, InterruptedException {
        head.show(secret, Sighting.at(clock.instant()), this::read);
    }

    private Optional<SeenSecret> read(String name) {
        reads.add(name);
        return Optional.ofNullable(store.get(name));
    }

    private long failures(SourceFailure kind) {
        return access.metrics(clock.instant()).failures().getOrDefault(kind, 0L);
    }
}
