package dev.apitoken.operator.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.apitoken.operator.access.CompilableToken.Issued;
import dev.apitoken.operator.access.SecretPlan.Write;
import dev.apitoken.operator.account.AccountView;
import dev.apitoken.operator.issuer.IssuerId;
import dev.apitoken.operator.kubernetes.ObjectName;
import dev.apitoken.operator.kubernetes.SecretObject;
import dev.apitoken.token.secret.AccessSecret;
import dev.apitoken.token.secret.NamedSecret;
import dev.apitoken.token.secret.ShardLayout;
import io.fabric8.kubernetes.api.model.Secret;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** One policy with a hundred thousand tokens: what a change costs, in time and in Secrets. */
class CompileAtScaleTest {
    private static final int TOKENS = 100_000;
    private static final int ACCOUNTS = 500;
    private static final IssuerId ISSUER = IssuerId.local("shop", "default");
    private static final Ownership OWNER = new Ownership("gate", "uid-of-gate");
    private static final CompilablePolicy POLICY = Samples.policy("shop", "shop", TokenOrigin.SAME_NAMESPACE);

    private static List<Issued> tokens = List.of();

    private final Map<String, Secret> cluster = new HashMap<>();

    @BeforeAll
    static void aHundredThousandTokens() {
        tokens = IntStream.range(0, TOKENS)
                .mapToObj(i -> Samples.token("shop", "user" + i, ISSUER, "shop"))
                .toList();
    }

    @Test
    void aChangeCostsAFractionOfASecondAndTwoWrites() {
        var last = LastWrite.unknown();
        var first = plan(compiled(tokens), last, Samples.NOW);
        apply(first);
        last = last.of(first.content(), first.revision());
        assertThat(first.fill()).isLessThan(0.5);
        assertThat(first.writes()).hasSize(65);

        var compileTimes = new ArrayList<Long>();
        var planTimes = new ArrayList<Long>();
        for (int round = 1; round <= 5; round++) {
            var fewer = tokens.subList(round, TOKENS);
            var inputs = inputs(fewer, accounts());
            var compiled = timed(compileTimes, () -> AccessCompiler.compile(POLICY, inputs, Samples.NOW));
            assertThat(compiled.entries()).hasSize(fewer.size());
            var now = Samples.NOW.plusSeconds(round);
            var known = last;
            var write = timed(planTimes, () -> plan(compiled, known, now));

            assertThat(write.writes()).hasSize(2);
            assertThat(write.writes().getLast().name()).isEqualTo("gate-access");
            apply(write);
            last = last.of(write.content(), write.revision());
        }
        System.out.printf(
                "100,000 tokens: compile %d ms, plan of the two writes %d ms (medians of 5)%n",
                median(compileTimes), median(planTimes));
        // The goal is a second from end to end on a quiet machine; this one may be anything but.
        assertThat(median(compileTimes) + median(planTimes)).isLessThan(10_000);
    }

    @Test
    void theSameInputsInAnyOrderGiveTheSameBytes() {
        var shuffledTokens = new ArrayList<>(tokens.subList(0, 20_000));
        var accounts = new ArrayList<>(accounts());
        var expected = bytes(compiled(shuffledTokens, accounts));

        for (long seed : new long[] {1, 2, 3}) {
            Collections.shuffle(shuffledTokens, new Random(seed));
            Collections.shuffle(accounts, new Random(seed));

            assertThat(bytes(compiled(shuffledTokens, accounts))).isEqualTo(expected);
        }
    }

    @Test
    void whatOneChangeDoesNotTouchKeepsItsBytesWithAndWithoutAMemoryOfTheLastWrite() {
        var before = compiled(tokens.subList(0, 20_000));
        var after = compiled(tokens.subList(1, 20_000));
        var remembered = LastWrite.unknown();
        apply(plan(before, remembered, Samples.NOW));
        var withMemory = plan(after, remembered.of(before, 1), Samples.NOW.plusSeconds(1));

        var without = plan(after, LastWrite.unknown(), Samples.NOW.plusSeconds(1));

        assertThat(names(withMemory)).isEqualTo(names(without)).hasSize(2);
        assertThat(withMemory.writes())
                .zipSatisfy(
                        without.writes(),
                        (a, b) -> assertThat(a.content().sameDataAs(b.content().data()))
                                .isTrue());
    }

    private static List<String> names(Write write) {
        return write.writes().stream().map(NamedSecret::name).toList();
    }

    private static Map<String, Integer> bytes(Compilation compiled) {
        var bytes = new HashMap<String, Integer>();
        for (var secret : AccessSecret.write(
                compiled.asRevision(1, Samples.NOW),
                ShardLayout.forEntries(compiled.entries().size()))) {
            secret.content()
                    .data()
                    .forEach((key, value) -> bytes.put(secret.name() + "/" + key, Arrays.hashCode(value)));
        }
        return bytes;
    }

    private static List<AccountView> accounts() {
        return IntStream.range(0, ACCOUNTS)
                .mapToObj(i -> Samples.account("shop", "user" + i, "reader", "writer"))
                .toList();
    }

    private static Compilation compiled(List<Issued> tokens) {
        return compiled(tokens, accounts());
    }

    private static Compilation compiled(List<Issued> tokens, List<AccountView> accounts) {
        return AccessCompiler.compile(POLICY, inputs(tokens, accounts), Samples.NOW);
    }

    /** The holders are kept current change by change; only here are they made anew. */
    private static CompileInputs inputs(List<Issued> tokens, List<AccountView> accounts) {
        return new CompileInputs(
                List.copyOf(tokens),
                TokenHolders.of(tokens),
                AccountDirectory.of(accounts),
                Map.of(ISSUER, Samples.issuer(ISSUER)),
                Map.of());
    }

    private Write plan(Compilation compiled, LastWrite last, Instant now) {
        var standing = new StandingSecrets(OWNER, name -> Optional.ofNullable(cluster.get(name)));
        return (Write) SecretPlan.of(standing, compiled, last, now);
    }

    private void apply(Write write) {
        for (var secret : write.writes()) {
            var object = SecretObject.of(new ObjectName("shop", secret.name()), secret.content());
            object.getMetadata().setOwnerReferences(List.of(OWNER.reference()));
            cluster.put(secret.name(), object);
        }
    }

    private static <T> T timed(List<Long> times, Supplier<T> work) {
        long start = System.nanoTime();
        var result = work.get();
        times.add((System.nanoTime() - start) / 1_000_000);
        return result;
    }

    private static long median(List<Long> times) {
        return times.stream().sorted().skip(times.size() / 2).findFirst().orElseThrow();
    }
}
