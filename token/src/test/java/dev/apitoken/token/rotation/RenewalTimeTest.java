package dev.apitoken.token.rotation;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class RenewalTimeTest {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    @Test
    void withoutJitterItIsExactlyThatLongBeforeTheEnd() {
        assertThat(renewal(Duration.ofDays(30), new RenewBefore.Fixed(Duration.ofDays(7)), 0, 1))
                .isEqualTo(START.plus(Duration.ofDays(23)));
        assertThat(renewal(Duration.ofDays(30), new RenewBefore.Percentage(50), 0, 1))
                .isEqualTo(START.plus(Duration.ofDays(15)));
    }

    @Test
    void aRenewBeforeAsLongAsTheLifeLeavesATenthOfIt() {
        assertThat(renewal(Duration.ofHours(10), new RenewBefore.Fixed(Duration.ofHours(10)), 0, 1))
                .isEqualTo(START.plus(Duration.ofHours(1)));
        assertThat(renewal(Duration.ofHours(10), new RenewBefore.Fixed(Duration.ofDays(3650)), 50, 1))
                .isEqualTo(START.plus(Duration.ofHours(1)));
    }

    @Test
    void jitterSpreadsTokensThatWereIssuedTogether() {
        var days = LongStream.rangeClosed(1, 1_000)
                .mapToObj(revision ->
                        renewal(Duration.ofDays(30), new RenewBefore.Fixed(Duration.ofDays(10)), 50, revision))
                .toList();

        assertThat(days).allMatch(at -> !at.isAfter(START.plus(Duration.ofDays(20))));
        assertThat(days).allMatch(at -> at.isAfter(START.plus(Duration.ofDays(15))));
        assertThat(days.stream().distinct().count()).isGreaterThan(990);
        var firstHalf = days.stream()
                .filter(at -> at.isBefore(START.plus(Duration.ofDays(17)).plus(Duration.ofHours(12))))
                .count();
        assertThat(firstHalf).isBetween(430L, 570L);
    }

    /** Rule A2, over everything that can be asked for and much that cannot. */
    @ParameterizedTest
    @MethodSource("seeds")
    void itLiesBetweenATenthOfTheLifeAndTheEnd(long seed) {
        var chance = new Random(seed);
        var life = Duration.ofSeconds(chance.nextLong(2, 315_360_001));
        var renewBefore = new RenewBefore.Fixed(Duration.ofSeconds(chance.nextLong(0, 630_720_001)));
        assertSound(life, renewBefore, chance.nextInt(51), chance.nextLong(1, 1L << 52));
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void itLiesThereForEveryShareOfTheLife(long seed) {
        var chance = new Random(seed);
        var life = Duration.ofSeconds(chance.nextLong(2, 315_360_001));
        var renewBefore = new RenewBefore.Percentage(chance.nextInt(1, 91));
        assertSound(life, renewBefore, chance.nextInt(51), chance.nextLong(1, 1L << 52));
    }

    @ParameterizedTest
    @ValueSource(longs = {2, 3, 9, 10, 11, 60, 315_360_000})
    void itLiesThereAtTheBoundsToo(long life) {
        for (long renewBefore : new long[] {0, 1, life - 1, life, life + 1, 630_720_000}) {
            for (int jitterPercent : new int[] {0, 1, 50}) {
                var before = new RenewBefore.Fixed(Duration.ofSeconds(renewBefore));
                assertSound(Duration.ofSeconds(life), before, jitterPercent, 1);
            }
        }
    }

    static LongStream seeds() {
        return LongStream.range(0, 1_000);
    }

    private static void assertSound(Duration life, RenewBefore renewBefore, int jitterPercent, long revision) {
        var at = renewal(life, renewBefore, jitterPercent, revision);
        var withoutJitter = renewal(life, renewBefore, 0, revision);

        assertThat(at.getNano()).isZero();
        assertThat(at).isBefore(START.plus(life)).isBeforeOrEqualTo(withoutJitter);
        assertThat(Duration.between(START, at).multipliedBy(10)).isGreaterThanOrEqualTo(life);
        assertThat(at).as("the same at every call").isEqualTo(renewal(life, renewBefore, jitterPercent, revision));
        var asked = renewBefore.of(life).toSeconds();
        var jitter = Duration.between(at, withoutJitter).toSeconds();
        assertThat(jitter * 100).isLessThanOrEqualTo(asked * jitterPercent);
    }

    private static Instant renewal(Duration life, RenewBefore renewBefore, int jitterPercent, long revision) {
        var wish = new Wish();
        wish.validity = life;
        wish.renewBefore = renewBefore;
        wish.jitterPercent = jitterPercent;
        var token = wish.issued((RotationPlan.Issue) wish.plan(new Observation.Missing(revision - 1), START));
        return RenewalTime.of(token, wish.desired().rotation(), "uid-1");
    }
}
