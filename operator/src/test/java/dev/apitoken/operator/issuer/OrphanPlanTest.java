package dev.apitoken.operator.issuer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.apitoken.token.secret.KeySecretAnnotations;
import dev.apitoken.token.secret.KeySecretAnnotations.Absence;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OrphanPlanTest {
    private static final Instant GONE = Instant.parse("2026-11-22T10:00:00Z");
    private static final Duration HOUR = Duration.ofHours(1);

    @Test
    void keysGoSevenDaysAfterTheirIssuerIsSeenGone() {
        assertThat(removedAfter(HOUR, Duration.ZERO)).isEqualTo(Duration.ofDays(7));
    }

    @Test
    void anOperatorThatWasAwayKeepsThemLongerNeverShorter() {
        assertThat(removedAfter(Duration.ofDays(3), Duration.ZERO)).isEqualTo(Duration.ofDays(21));
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT1H", "P1D", "P30D", "P3650D"})
    void aClockThatJumpsForwardMakesOneDayOfAnyJump(String jump) {
        assertThat(removedAfter(HOUR, Duration.parse(jump))).isGreaterThanOrEqualTo(Duration.ofDays(6));
    }

    @Test
    void aClockThatWasSetBackBeginsTheDayAgain() {
        var plan = OrphanPlan.of(false, Optional.of(new Absence(GONE, GONE, 3)), GONE.minus(HOUR));

        assertThat(plan).isEqualTo(new OrphanPlan.Mark(Optional.of(new Absence(GONE, GONE.minus(HOUR), 3))));
    }

    @Test
    void anIssuerThatIsBackTakesTheMarksAway() {
        assertThat(OrphanPlan.of(true, Optional.of(new Absence(GONE, GONE, 6)), GONE))
                .isEqualTo(new OrphanPlan.Mark(Optional.empty()));
        assertThat(OrphanPlan.of(true, Optional.empty(), GONE)).isEqualTo(new OrphanPlan.Leave());
    }

    @Test
    void ofManyThatAreGoneFromOneNamespaceThoseThatWentLastAreKept() {
        var gone = new HashMap<IssuerId, Optional<Absence>>();
        for (int i = 0; i < 40; i++) {
            gone.put(IssuerId.local("loop", "i" + i), Optional.of(gone(i)));
            gone.put(IssuerId.clusterWide("c" + i), Optional.of(gone(i)));
            gone.put(IssuerId.local("n" + i, "default"), Optional.of(gone(i)));
        }
        gone.put(IssuerId.local("loop", "just-now"), Optional.empty());

        assertThat(OrphanPlan.surplus(gone))
                .isEqualTo(IntStream.range(0, 40 + 1 - OrphanPlan.KEPT_OF_NAMESPACE)
                        .mapToObj(i -> IssuerId.local("loop", "i" + i))
                        .collect(Collectors.toSet()));
    }

    @Test
    void asManyAsAreKeptAreNoneTooMany() {
        var gone = IntStream.range(0, OrphanPlan.KEPT_OF_NAMESPACE)
                .boxed()
                .collect(Collectors.toMap(i -> IssuerId.local("shop", "i" + i), i -> Optional.of(gone(i))));

        assertThat(OrphanPlan.surplus(gone)).isEmpty();
    }

    private static Absence gone(int seconds) {
        return new Absence(GONE.plusSeconds(seconds), GONE.plusSeconds(seconds), 0);
    }

    @Test
    void marksAreReadAsTheyWereWritten() {
        var absence = new Absence(GONE, GONE.plus(HOUR), 2);

        var noted = KeySecretAnnotations.with(Map.of("other", "stays"), Optional.of(absence));

        assertThat(KeySecretAnnotations.absence(noted)).contains(absence);
        assertThat(KeySecretAnnotations.with(noted, Optional.empty())).isEqualTo(Map.of("other", "stays"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1", "99999999", "seven", ""})
    void aMarkThatMakesNoSenseCountsForNothing(String days) {
        var noted = KeySecretAnnotations.with(Map.of(), Optional.of(new Absence(GONE, GONE, 1)));
        noted.put("apitoken.dev/issuer-gone-days", days);

        assertThat(KeySecretAnnotations.absence(noted)).isEmpty();
    }

    @Test
    void issuersAreReadAsTheyAreSpelled() {
        for (var id : new IssuerId[] {IssuerId.local("orders", "default"), IssuerId.clusterWide("a.b")}) {
            assertThat(IssuerId.parse(id.toString())).contains(id);
        }
        assertThat(IssuerId.parse("TokenIssuer default")).isEmpty();
        assertThat(IssuerId.parse("ClusterTokenIssuer ns/default")).isEmpty();
    }

    /** In true time, the clock jumping after the first day and a half. */
    private static Duration removedAfter(Duration look, Duration jump) {
        var noted = Optional.<Absence>empty();
        for (var passed = Duration.ZERO; passed.toDays() < 100; passed = passed.plus(look)) {
            var now = GONE.plus(passed).plus(passed.toHours() > 36 ? jump : Duration.ZERO);
            switch (OrphanPlan.of(false, noted, now)) {
                case OrphanPlan.Remove() -> {
                    return passed;
                }
                case OrphanPlan.Mark(var absence) -> noted = absence;
                case OrphanPlan.Leave() -> {}
            }
        }
        throw new AssertionError("never removed");
    }
}
