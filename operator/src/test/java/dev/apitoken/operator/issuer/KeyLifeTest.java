package dev.apitoken.operator.issuer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.apitoken.operator.issuer.KeyUse.Until;
import dev.apitoken.token.signing.KeyId;
import dev.apitoken.token.signing.KeyRing;
import dev.apitoken.token.signing.KeyState;
import dev.apitoken.token.signing.RingKey;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Years in the life of one issuer: random edits, mints, crashes between any two writes, an operator that is away for
 * weeks, a clock up to a day off in either direction (rules C5, C6, C7, F10).
 */
class KeyLifeTest {
    private static final int YEARS_OF_STEPS = 500;
    private static final Duration LONGEST_LIFE = Duration.ofDays(60);

    private record Token(KeyId key, Instant end) {}

    private final GivenIssuer issuer = new GivenIssuer();
    private SplittableRandom random = new SplittableRandom(0);
    private Instant time = Instant.parse("2026-11-22T10:00:00Z");
    private Duration clockIsAhead = Duration.ZERO;
    private Duration jumpedForward = Duration.ZERO;
    private KeyRing ring = GivenIssuer.ring(GivenIssuer.active(time));
    private KeyRing cached = ring;
    /** What validators have been given, and since when: true time, and by how much the clock had jumped until then. */
    private final Map<KeyId, Instant> inDocuments = new HashMap<>();

    private final Map<KeyId, Duration> jumpedBefore = new HashMap<>();
    private final List<Token> tokens = new ArrayList<>();
    private final Set<KeyId> stolen = new HashSet<>();
    private int rollOvers;

    static Stream<Long> seeds() {
        return Stream.iterate(1L, seed -> seed + 1).limit(60);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void atNoInstantIsALiveTokenWithoutItsKeyNorAKeySigningThatNobodyKnows(long seed) {
        random = new SplittableRandom(seed);
        compile();
        for (int step = 0; step < YEARS_OF_STEPS; step++) {
            happen();
            assertThat(ring.keys().stream().filter(key -> key.state() == KeyState.Active))
                    .as("seed %s step %s: signing keys", seed, step)
                    .hasSizeLessThanOrEqualTo(1);
            assertThat(liveTokensWithoutKey())
                    .as("seed %s step %s: live tokens without a key", seed, step)
                    .isEmpty();
            assertThat(ring.active().map(RingKey::id).filter(stolen::contains))
                    .as("seed %s step %s: stolen key that signs", seed, step)
                    .isEmpty();
        }
        assertThat(rollOvers)
                .as("seed %s: the simulation rolls keys over", seed)
                .isPositive();
    }

    private void happen() {
        switch (random.nextInt(12)) {
            case 0 -> time = time.plus(Duration.ofDays(random.nextInt(30)));
            case 1 -> edit();
            case 2 -> moveClock();
            case 3 -> tokens.removeIf(token -> random.nextInt(3) == 0);
            case 4, 5 -> mint(ring);
            case 6 -> mint(cached);
            default -> time = time.plus(Duration.ofMinutes(random.nextInt(3 * 24 * 60)));
        }
        for (int pass = random.nextInt(4); pass > 0; pass--) {
            pass();
        }
    }

    /** One look of the operator. It may die before its write, after it, or before validators hear of it. */
    private void pass() {
        int diesAfter = random.nextInt(6);
        if (diesAfter == 0) {
            return;
        }
        cached = ring;
        if (plan() instanceof KeyPlan.Change change) {
            var changed = GivenIssuer.written(change, clock());
            ring = changed;
            changed.keys().stream()
                    .filter(key -> key.state() == KeyState.Active)
                    .filter(key -> change.before().states().get(key.id()) == KeyState.Pending)
                    .forEach(this::assertKnownLongEnough);
        }
        if (diesAfter > 1) {
            compile();
        }
    }

    private KeyPlan plan() {
        issuer.unpublished.clear();
        ring.keys().stream()
                .map(RingKey::id)
                .filter(id -> !inDocuments.containsKey(id))
                .forEach(issuer.unpublished::add);
        issuer.uses.clear();
        tokens.forEach(token -> issuer.uses.merge(
                token.key(),
                new Until(token.end()),
                (one, other) -> KeyUse.of(Stream.of(one, other)
                        .map(use -> java.util.Optional.of(((Until) use).lastEnd()))
                        .toList())));
        return issuer.plan(ring, clock());
    }

    private void compile() {
        var published = ring.publishedKeys().keys().keySet();
        inDocuments.keySet().retainAll(published);
        published.forEach(key -> {
            if (inDocuments.putIfAbsent(key, time) == null) {
                jumpedBefore.put(key, jumpedForward);
            }
        });
    }

    private void assertKnownLongEnough(RingKey key) {
        rollOvers++;
        var known = Duration.between(inDocuments.getOrDefault(key.id(), time), time)
                .plus(jumpedForward.minus(jumpedBefore.getOrDefault(key.id(), jumpedForward)))
                .plusSeconds(1);
        assertThat(known)
                .as("how long a key was in every document before it signs")
                .isGreaterThanOrEqualTo(dev.apitoken.token.TokenDuration.parse(issuer.publishBefore));
    }

    private void mint(KeyRing seen) {
        seen.active()
                .ifPresent(key -> tokens.add(
                        new Token(key.id(), clock().plusSeconds(1 + random.nextLong(LONGEST_LIFE.toSeconds())))));
    }

    private void edit() {
        switch (random.nextInt(7)) {
            case 0 -> issuer.period = (31 + random.nextInt(100)) + "d";
            case 1 -> issuer.publishBefore = (1 + random.nextInt(300)) + "h";
            case 2 ->
                issuer.rotateAfter = clock().plus(
                                Duration.ofMillis(random.nextInt(20 * 24 * 3_600_000) - 10L * 24 * 3_600_000))
                        .toString();
            case 3 -> issuer.algorithm = random.nextBoolean() ? "ES256" : "ES384";
            case 4 -> compromise();
            case 5 -> issuer.compromised = List.of();
            default -> issuer.rotateAfter = null;
        }
    }

    private void compromise() {
        var key = ring.keys().get(random.nextInt(ring.keys().size()));
        issuer.compromised = List.of(key.id().value());
        // Marked by the pass that sees the list, and not before: only then is it gone for ever.
        if (plan() instanceof KeyPlan.Change change) {
            ring = GivenIssuer.written(change, clock());
            stolen.add(key.id());
        }
    }

    private void moveClock() {
        var ahead = Duration.ofMinutes(random.nextInt(2 * 24 * 60) - 24L * 60);
        var jump = ahead.minus(clockIsAhead);
        jumpedForward = jump.isNegative() ? jumpedForward : jumpedForward.plus(jump);
        clockIsAhead = ahead;
    }

    private Instant clock() {
        return time.plus(clockIsAhead);
    }

    private List<Token> liveTokensWithoutKey() {
        var accepted = ring.publishedKeys();
        return tokens.stream()
                .filter(token -> token.end().isAfter(time))
                .filter(token -> !stolen.contains(token.key()))
                .filter(token -> accepted.find(token.key()).isEmpty())
                .toList();
    }
}
