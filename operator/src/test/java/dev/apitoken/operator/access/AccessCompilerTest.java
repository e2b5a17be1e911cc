package dev.apitoken.operator.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.apitoken.operator.access.CompilableToken.Issued;
import dev.apitoken.operator.account.AccountView;
import dev.apitoken.operator.issuer.IssuerId;
import dev.apitoken.token.access.TokenEntry;
import dev.apitoken.token.rotation.DesiredToken.Switches;
import dev.apitoken.token.signing.JwkSet;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AccessCompilerTest {
    private static final IssuerId ISSUER = IssuerId.local("shop", "default");
    private static final CompilablePolicy POLICY = Samples.policy("shop", "shop", TokenOrigin.SAME_NAMESPACE);

    @Test
    void aTokenCopiedIntoAnotherSecretSpeaksOnlyForTheOneItWasIssuedFor() {
        var rightful = Samples.token("shop", "zoe", ISSUER, "shop");
        var copy = Samples.withTokenOf(Samples.token("shop", "adam", ISSUER, "shop"), rightful);

        var compiled = compile(List.of(copy, rightful), List.of());

        assertThat(compiled.entries()).extracting(entry -> entry.user().value()).containsExactly("zoe");
        assertThat(compiled.notListed()).containsExactly(new NotListed("shop", "adam", NotListedReason.Duplicate));
    }

    @Test
    void aTokenThatCannotBeJudgedIsNotListedAndTheOthersAre() {
        var absurd = Samples.issuedAtTheEndOfTime(
                Samples.withPrevious(Samples.token("shop", "absurd", ISSUER, "shop"), Samples.NOW.plusSeconds(90)));

        var compiled = compile(List.of(absurd, Samples.token("shop", "sane", ISSUER, "shop")), List.of());

        assertThat(compiled.entries()).extracting(entry -> entry.user().value()).containsExactly("sane");
        assertThat(compiled.notListed()).containsExactly(new NotListed("shop", "absurd", NotListedReason.InvalidSpec));
    }

    @Test
    void whatACompromisedKeySignedIsRefusedAlthoughNobodyLookedAtTheTokenAgain() {
        var token = Samples.withPrevious(Samples.token("shop", "ci", ISSUER, "shop"), Samples.NOW.plusSeconds(90));
        var without = new CompilableIssuer(ISSUER, Samples.claim(ISSUER), JwkSet.EMPTY, false, Optional.empty());
        var inputs = new CompileInputs(
                List.of(token),
                TokenHolders.of(List.of(token)),
                AccountDirectory.of(List.of()),
                Map.of(ISSUER, without),
                Map.of());

        assertThat(AccessCompiler.compile(POLICY, inputs, Samples.NOW).entries())
                .isEmpty();
    }

    @Test
    void entriesStandInTheOrderOfTheirDigests() {
        var tokens = IntStream.range(0, 100)
                .<CompilableToken>mapToObj(i -> Samples.token("shop", "t" + i, ISSUER, "shop"))
                .toList();

        var digests = compile(tokens, List.of()).entries().stream()
                .map(entry -> entry.digest().hex())
                .toList();

        assertThat(digests).hasSize(100).isSorted();
    }

    @Test
    void nothingChangesBeforeTheNextEndAndSomethingAtIt() {
        var tokens = List.<CompilableToken>of(
                Samples.withPrevious(Samples.token("shop", "a", ISSUER, "shop"), Samples.NOW.plusSeconds(90)),
                Samples.token("shop", "b", ISSUER, "shop"));
        var inputs = inputs(tokens, List.of());
        var compiled = AccessCompiler.compile(POLICY, inputs, Samples.NOW);
        var end = compiled.nextEnd().orElseThrow();

        assertThat(end).isEqualTo(Samples.NOW.plusSeconds(90));
        assertThat(AccessCompiler.compile(POLICY, inputs, end.minusMillis(1))).isEqualTo(compiled);
        assertThat(AccessCompiler.compile(POLICY, inputs, end).entries())
                .hasSize(compiled.entries().size() - 1);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 5, 8, 13, 21, 34})
    void theOrderOfTheInputsMeansNothing(long seed) {
        var random = new Random(seed);
        var tokens = new ArrayList<>(tokens(random));
        var accounts = new ArrayList<>(accounts(random));
        var compiled = compile(tokens, accounts);

        Collections.shuffle(tokens, random);
        Collections.shuffle(accounts, random);

        assertThat(compile(tokens, accounts)).isEqualTo(compiled);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 5, 8, 13, 21, 34})
    void takingSomethingAwayNeverListsAnybodyNorGrantsARole(long seed) {
        var random = new Random(seed);
        var tokens = tokens(random);
        var accounts = accounts(random);
        var before = compile(tokens, accounts);

        var narrowed =
                tokens.stream().map(token -> narrowed((Issued) token, random)).toList();
        var fewerRoles =
                accounts.stream().map(account -> narrowed(account, random)).toList();
        var after = compile(narrowed, fewerRoles);

        assertThat(after.entries()).allSatisfy(entry -> {
            var was = before.entries().stream()
                    .filter(old -> old.digest().equals(entry.digest()))
                    .findFirst()
                    .orElseThrow();
            assertThat(was.roles()).containsAll(entry.roles());
            assertThat(entry.acceptedUntil()).isBeforeOrEqualTo(was.acceptedUntil());
        });
        assertThat(after.entries()).extracting(TokenEntry::digest).doesNotHaveDuplicates();
    }

    private static CompilableToken narrowed(Issued token, Random random) {
        var claims = token.observed().claims();
        return switch (random.nextInt(4)) {
            case 0 -> Samples.withDesired(token, Samples.desired(claims, new Switches(false, false, false)));
            case 1 -> Samples.withDesired(token, Samples.desired(claims, new Switches(true, true, false)));
            case 2 -> Samples.withRoles(token, Set.of("reader"));
            default -> token;
        };
    }

    private static AccountView narrowed(AccountView account, Random random) {
        return switch (random.nextInt(3)) {
            case 0 -> Samples.disabled(account);
            case 1 -> Samples.account(account.namespace(), account.user().value());
            default -> account;
        };
    }

    private static List<CompilableToken> tokens(Random random) {
        return IntStream.range(0, 50)
                .<CompilableToken>mapToObj(i -> {
                    var token = Samples.token("shop", "user" + i, ISSUER, "shop");
                    return random.nextInt(3) == 0
                            ? Samples.withPrevious(token, Samples.NOW.plus(Duration.ofMinutes(random.nextInt(1, 9))))
                            : token;
                })
                .toList();
    }

    private static List<AccountView> accounts(Random random) {
        return IntStream.range(0, 50)
                .filter(i -> random.nextBoolean())
                .mapToObj(i -> Samples.account("shop", "user" + i, "reader", "writer"))
                .toList();
    }

    private static Compilation compile(List<? extends CompilableToken> tokens, List<AccountView> accounts) {
        return AccessCompiler.compile(POLICY, inputs(tokens, accounts), Samples.NOW);
    }

    private static CompileInputs inputs(List<? extends CompilableToken> tokens, List<AccountView> accounts) {
        return new CompileInputs(
                List.copyOf(tokens),
                TokenHolders.of(tokens),
                AccountDirectory.of(accounts),
                Map.of(ISSUER, Samples.issuer(ISSUER)),
                Map.of());
    }
}
