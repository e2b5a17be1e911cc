package dev.apitoken.token.rotation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.apitoken.token.rotation.DesiredToken.Switches;
import dev.apitoken.token.rotation.RotationPlan.Keep;
import dev.apitoken.token.rotation.RotationPolicy.Renewal;
import dev.apitoken.token.signing.KeyId;
import dev.apitoken.token.signing.KeyState;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;

/** Years in the life of an ApiToken, checked by {@link World} at every turn. */
class RotationSimulationTest {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00.25Z");

    /** Rules A1, A2, A5, A6: left alone, it renews for ever, on time, and its holder is never without. */
    @Property(tries = 100, edgeCases = EdgeCasesMode.NONE)
    void leftAloneItNeverHasAGap(@ForAll("wishes") Wish wish) {
        var world = new World(wish, START);
        var plan = world.settle();
        for (int renewal = 0; renewal < 40; renewal++) {
            var token = world.token().orElseThrow();
            var due = ((Keep) plan).renewalTime().orElseThrow();
            assertThat(Duration.between(token.issuedAt(), due).multipliedBy(10)).isGreaterThanOrEqualTo(token.life());
            assertThat(due).isBefore(token.expiresAt());

            while (world.now.isBefore(due)) {
                assertThat(world.live()).contains(token.digest());
                world.now = plan.wakeAt().orElseThrow();
                plan = world.settle();
                assertThat(world.live()).contains(world.token().orElseThrow().digest());
            }

            assertThat(world.token().orElseThrow().revision()).isEqualTo(token.revision() + 1);
            assertThat(world.live().contains(token.digest()))
                    .as("the previous one passes exactly if an overlap was asked for")
                    .isEqualTo(!wish.overlap.isZero());
        }
        assertThat(world.issued).hasSize(41);
    }

    /** Rules A4, A8, A9, A11: whatever its author does, and in whatever order. */
    @Property(tries = 600, edgeCases = EdgeCasesMode.NONE)
    void whateverHappensTheRulesHold(@ForAll("wishes") Wish wish, @ForAll("lives") List<Event> life) {
        var world = new World(wish, START);
        world.settle();
        for (var event : life) {
            event.happen(world);
            world.settle();
        }
    }

    /** Rule F11: an operator that was away mints once when it is back, whatever it missed. */
    @Property(tries = 300, edgeCases = EdgeCasesMode.NONE)
    void anAbsentOperatorCatchesUpWithOneToken(@ForAll("wishes") Wish wish, @ForAll("waits") Duration away) {
        var world = new World(wish, START);
        world.settle();
        world.now = world.now.plus(away);
        world.settle();
        world.settle();

        assertThat(world.issued).hasSizeLessThanOrEqualTo(2);
    }

    interface Event {
        void happen(World world);
    }

    @Provide
    Arbitrary<Wish> wishes() {
        return Combinators.combine(
                        validities(), renewBefores(), Arbitraries.integers().between(0, 50), overlaps())
                .as((validity, renewBefore, jitterPercent, overlap) -> {
                    var wish = new Wish();
                    wish.validity = validity;
                    wish.renewBefore = renewBefore;
                    wish.jitterPercent = jitterPercent;
                    wish.overlap = overlap;
                    return wish;
                });
    }

    @Provide
    Arbitrary<List<Event>> lives() {
        return Arbitraries.<Event>frequencyOf(
                        weighted(8, waits().map(this::wait)),
                        weighted(2, switches().map(this::switched)),
                        weighted(3, offsets().map(this::rotateAfter)),
                        weighted(1, Arbitraries.just(named("no rotateAfter", w -> w.wish.rotateAfter = List.of()))),
                        weighted(2, offsets().map(this::expiresAt)),
                        weighted(1, Arbitraries.just(named("no end", w -> w.wish.expiresAt = Optional.empty()))),
                        weighted(2, validities().map(this::validity)),
                        weighted(1, overlaps().map(this::overlap)),
                        weighted(1, Arbitraries.of(Renewal.class).map(this::renewal)),
                        weighted(1, Arbitraries.of("ci", "deploy").map(this::user)),
                        weighted(1, Arbitraries.just(named("key compromised", RotationSimulationTest::compromise))),
                        weighted(1, Arbitraries.just(named("secret lost", RotationSimulationTest::lose))))
                .list()
                .ofMaxSize(40);
    }

    private static Tuple.Tuple2<Integer, Arbitrary<? extends Event>> weighted(int weight, Arbitrary<Event> events) {
        return Tuple.of(weight, events);
    }

    @Provide
    Arbitrary<Duration> waits() {
        return Arbitraries.oneOf(
                Arbitraries.longs().between(0, 2_000).map(Duration::ofMillis),
                Arbitraries.longs().between(0, 7_200).map(Duration::ofSeconds),
                Arbitraries.longs().between(0, 400).map(Duration::ofHours),
                Arbitraries.longs().between(0, 900).map(Duration::ofDays));
    }

    /** Of an instant that a user writes down, seen from now: just now, a while ago, some day. */
    private static Arbitrary<Duration> offsets() {
        return Arbitraries.oneOf(
                Arbitraries.longs().between(-3_000, 3_000).map(Duration::ofMillis),
                Arbitraries.longs().between(-3_600, 3_600).map(Duration::ofSeconds),
                Arbitraries.longs().between(-40, 80).map(Duration::ofDays));
    }

    private static Arbitrary<Duration> validities() {
        return Arbitraries.oneOf(
                Arbitraries.longs().between(60, 7_200).map(Duration::ofSeconds),
                Arbitraries.longs().between(1, 3_650).map(Duration::ofDays));
    }

    private static Arbitrary<Duration> overlaps() {
        return Arbitraries.oneOf(
                Arbitraries.just(Duration.ZERO),
                Arbitraries.longs().between(1, 600).map(Duration::ofSeconds),
                Arbitraries.longs().between(1, 30).map(Duration::ofDays));
    }

    private static Arbitrary<RenewBefore> renewBefores() {
        return Arbitraries.oneOf(
                Arbitraries.integers().between(1, 90).map(RenewBefore.Percentage::new),
                Arbitraries.longs().between(1, 100_000_000).map(s -> new RenewBefore.Fixed(Duration.ofSeconds(s))));
    }

    private static Arbitrary<Switches> switches() {
        return Arbitraries.of(
                Switches.ON,
                Switches.ON,
                new Switches(false, false, false),
                new Switches(true, true, false),
                new Switches(true, false, true),
                new Switches(false, false, true));
    }

    private Event wait(Duration time) {
        return named("wait " + time, world -> world.pass(time));
    }

    private Event switched(Switches switches) {
        return named(switches.toString(), world -> world.wish.switches = switches);
    }

    private Event rotateAfter(Duration offset) {
        return named("rotateAfter " + offset, world -> world.wish.rotateAfter = List.of(world.now.plus(offset)));
    }

    private Event expiresAt(Duration offset) {
        return named("expiresAt " + offset, world -> world.wish.expiresAt = Optional.of(world.now.plus(offset)));
    }

    private Event validity(Duration validity) {
        return named("validity " + validity, world -> {
            world.wish.validity = validity;
            world.wish.validityRequested = true;
        });
    }

    private Event overlap(Duration overlap) {
        return named("overlap " + overlap, world -> world.wish.overlap = overlap);
    }

    private Event renewal(Renewal renewal) {
        return named(renewal.toString(), world -> world.wish.renewal = renewal);
    }

    private Event user(String user) {
        return named("user " + user, world -> world.wish.user = user);
    }

    private static void compromise(World world) {
        var keys = new HashMap<KeyId, KeyState>();
        world.wish.keys.keySet().forEach(key -> keys.put(key, KeyState.Compromised));
        keys.put(new KeyId("atk-%016d".formatted(keys.size())), KeyState.Active);
        world.wish.keys = keys;
    }

    private static void lose(World world) {
        world.observed = new Observation.Missing(world.observed.lastRevision());
    }

    /** A counterexample reads as a story. */
    private static Event named(String name, Event event) {
        return new Event() {
            @Override
            public void happen(World world) {
                event.happen(world);
            }

            @Override
            public String toString() {
                return name;
            }
        };
    }
}
