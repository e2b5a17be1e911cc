package dev.apitoken.token.rotation;

import dev.apitoken.token.rotation.DesiredToken.Switches;
import dev.apitoken.token.rotation.RotationPolicy.Renewal;
import dev.apitoken.token.signing.KeyId;
import dev.apitoken.token.signing.KeyState;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/** A wish and what happens to it, drawn from a seed: the same seed, the same life. */
final class RandomLife {
    private static final int MOST_EVENTS = 40;

    private final Random chance;

    RandomLife(long seed) {
        chance = new Random(seed);
    }

    /** A name, so that a counterexample reads as a story. */
    record Event(String name, Consumer<World> happening) {
        void happen(World world) {
            happening.accept(world);
        }

        @Override
        public String toString() {
            return name;
        }
    }

    Wish wish() {
        var wish = new Wish();
        wish.validity = validity();
        wish.renewBefore = renewBefore();
        wish.jitterPercent = chance.nextInt(51);
        wish.overlap = overlap();
        return wish;
    }

    List<Event> events() {
        return IntStream.range(0, chance.nextInt(MOST_EVENTS + 1))
                .mapToObj(i -> event())
                .toList();
    }

    Duration absence() {
        return switch (chance.nextInt(4)) {
            case 0 -> Duration.ofMillis(chance.nextLong(0, 2_001));
            case 1 -> Duration.ofSeconds(chance.nextLong(0, 7_201));
            case 2 -> Duration.ofHours(chance.nextLong(0, 401));
            default -> Duration.ofDays(chance.nextLong(0, 901));
        };
    }

    /** Time passes most often: the eight cases that are not listed. */
    private Event event() {
        return switch (chance.nextInt(24)) {
            case 0, 1 -> switched(oneOf(SWITCHES));
            case 2, 3, 4 -> rotateAfter(offset());
            case 5 -> new Event("no rotateAfter", world -> world.wish.rotateAfter = List.of());
            case 6, 7 -> expiresAt(offset());
            case 8 -> new Event("no end", world -> world.wish.expiresAt = Optional.empty());
            case 9, 10 -> validity(validity());
            case 11 -> overlap(overlap());
            case 12 -> renewal(oneOf(List.of(Renewal.values())));
            case 13 -> user(oneOf(List.of("ci", "deploy")));
            case 14 -> new Event("key compromised", RandomLife::compromise);
            case 15 -> new Event("secret lost", RandomLife::lose);
            default -> pass(absence());
        };
    }

    /** Of an instant that a user writes down, seen from now: just now, a while ago, some day. */
    private Duration offset() {
        return switch (chance.nextInt(3)) {
            case 0 -> Duration.ofMillis(chance.nextLong(-3_000, 3_001));
            case 1 -> Duration.ofSeconds(chance.nextLong(-3_600, 3_601));
            default -> Duration.ofDays(chance.nextLong(-40, 81));
        };
    }

    private Duration validity() {
        return chance.nextBoolean()
                ? Duration.ofSeconds(chance.nextLong(60, 7_201))
                : Duration.ofDays(chance.nextLong(1, 3_651));
    }

    private Duration overlap() {
        return switch (chance.nextInt(3)) {
            case 0 -> Duration.ZERO;
            case 1 -> Duration.ofSeconds(chance.nextLong(1, 601));
            default -> Duration.ofDays(chance.nextLong(1, 31));
        };
    }

    private RenewBefore renewBefore() {
        return chance.nextBoolean()
                ? new RenewBefore.Percentage(chance.nextInt(1, 91))
                : new RenewBefore.Fixed(Duration.ofSeconds(chance.nextLong(1, 100_000_001)));
    }

    private static final List<Switches> SWITCHES = List.of(
            Switches.ON,
            Switches.ON,
            new Switches(false, false, false),
            new Switches(true, true, false),
            new Switches(true, false, true),
            new Switches(false, false, true));

    private <T> T oneOf(List<T> choices) {
        return choices.get(chance.nextInt(choices.size()));
    }

    private static Event pass(Duration time) {
        return new Event("wait " + time, world -> world.pass(time));
    }

    private static Event switched(Switches switches) {
        return new Event(switches.toString(), world -> world.wish.switches = switches);
    }

    private static Event rotateAfter(Duration offset) {
        return new Event("rotateAfter " + offset, world -> world.wish.rotateAfter = List.of(world.now.plus(offset)));
    }

    private static Event expiresAt(Duration offset) {
        return new Event("expiresAt " + offset, world -> world.wish.expiresAt = Optional.of(world.now.plus(offset)));
    }

    private static Event validity(Duration validity) {
        return new Event("validity " + validity, world -> {
            world.wish.validity = validity;
            world.wish.validityRequested = true;
        });
    }

    private static Event overlap(Duration overlap) {
        return new Event("overlap " + overlap, world -> world.wish.overlap = overlap);
    }

    private static Event renewal(Renewal renewal) {
        return new Event(renewal.toString(), world -> world.wish.renewal = renewal);
    }

    private static Event user(String user) {
        return new Event("user " + user, world -> world.wish.user = user);
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
}
