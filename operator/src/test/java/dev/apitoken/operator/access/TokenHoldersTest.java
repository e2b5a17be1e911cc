package dev.apitoken.operator.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.apitoken.operator.access.CompilableToken.Issued;
import dev.apitoken.operator.access.CompilableToken.Unlistable;
import dev.apitoken.operator.issuer.IssuerId;
import dev.apitoken.operator.kubernetes.ObjectName;
import dev.apitoken.token.Digest;
import dev.apitoken.token.access.TokenEntry;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A copy of a token in the Secret of another ApiToken never lives longer than the original. */
class TokenHoldersTest {
    private static final IssuerId ISSUER = IssuerId.clusterWide("default");
    private static final CompilablePolicy POLICY = Samples.policy("shop", "shop", TokenOrigin.SAME_NAMESPACE);
    private static final Instant OVERLAP_END = Samples.NOW.plusSeconds(300);

    private final Issued original = Samples.token("shop", "original", ISSUER, "shop");
    private final Issued copy = Samples.withTokenOf(Samples.token("shop", "copy", ISSUER, "shop"), original);

    @Test
    void theOriginalSpeaksWhileItLives() {
        assertThat(listed(original, copy)).containsExactly("original");
    }

    @ParameterizedTest
    @MethodSource("ended")
    void aCopyDoesNotBringBackWhatWasEnded(CompilableToken endedOriginal) {
        assertThat(listed(endedOriginal, copy)).isEmpty();
    }

    static Stream<CompilableToken> ended() {
        var original = Samples.token("shop", "original", ISSUER, "shop");
        var name = original.objectName();
        return Stream.of(
                Samples.denied(original),
                Unlistable.unmentioned(name, original.uid()),
                new Unlistable("shop", "original", original.uid(), original.audiences(), NotListedReason.NotAllowed));
    }

    @Test
    void anOriginalOfAnotherNamespaceAndAudienceCountsAsMuch() {
        var abroad = Samples.token("bank", "original", ISSUER, "shop");
        var here = Samples.withTokenOf(Samples.token("shop", "copy", ISSUER, "shop"), abroad);

        assertThat(listed(here)).containsExactly("original");
        assertThat(listed(Unlistable.unmentioned(abroad.objectName(), abroad.uid()), here))
                .isEmpty();
    }

    @Test
    void aResourceMadeAgainBesideItsSecretKeepsItsToken() {
        assertThat(listed(Samples.madeAgain(original, "another-uid"))).containsExactly("original");
    }

    @Test
    void aCopyDiesWithTheOriginalAndTheOriginalMadeAgainLives() {
        var holders = TokenHolders.of(List.of(original, copy));

        assertThat(holders.replace(Optional.of(original), Optional.empty()))
                .containsExactlyInAnyOrder(original.objectName(), copy.objectName());
        assertThat(holders.speaksFor(copy.objectName(), digest(original))).isFalse();

        var again = Samples.madeAgain(original, "another-uid");
        holders.replace(Optional.empty(), Optional.of(again));
        assertThat(holders.speaksFor(copy.objectName(), digest(original))).isFalse();
        assertThat(holders.speaksFor(again.objectName(), digest(original))).isTrue();
    }

    @Test
    void aCopySeenBeforeTheOriginalIsToldOnceTheOriginalTurnsUp() {
        var holders = TokenHolders.of(List.of(copy));
        assertThat(holders.speaksFor(copy.objectName(), digest(original))).isTrue();

        var present = Unlistable.unmentioned(original.objectName(), original.uid());

        assertThat(holders.replace(Optional.empty(), Optional.of(present))).contains(copy.objectName());
        assertThat(holders.speaksFor(copy.objectName(), digest(original))).isFalse();
    }

    @Test
    void anAnnotationThatNamesSomebodysTokenAsTheOneBeforeListsItForNobodyElse() {
        var claiming =
                Samples.claimingAsPrevious(Samples.token("shop", "claiming", ISSUER, "shop"), original, OVERLAP_END);

        assertThat(listed(original, claiming)).containsExactlyInAnyOrder("original", "claiming");
        assertThat(listed(Samples.denied(original), claiming)).containsExactly("claiming");
    }

    @Test
    void aCopyOfTheOneBeforeDoesNotEndTheOverlapOfItsOwner() {
        var before = Samples.token("shop", "original", ISSUER, "shop");
        var copyOfIt = Samples.withTokenOf(Samples.token("shop", "copy", ISSUER, "shop"), before);
        var renewed = Samples.claimingAsPrevious(Samples.issuedAgain(original), before, OVERLAP_END);

        var entries = compiled(renewed, copyOfIt).entries();

        assertThat(entries).extracting(TokenEntry::acceptedUntil).hasSize(2).contains(OVERLAP_END);
        assertThat(entries).extracting(entry -> entry.user().value()).containsOnly("original");
    }

    @Test
    void uidsOfWhatIsGoneAreForgottenOneDayAndTheOldestFirst() {
        var holders = TokenHolders.of(List.of(original, copy));
        holders.replace(Optional.of(original), Optional.empty());

        for (int i = 0; i < TokenHolders.REMEMBERED; i++) {
            var passing = Optional.of(Unlistable.unmentioned(new ObjectName("shop", "t" + i), "uid-" + i));
            holders.replace(Optional.empty(), passing);
            holders.replace(passing, Optional.empty());
        }

        assertThat(holders.speaksFor(copy.objectName(), digest(original))).isTrue();
    }

    private static Digest digest(Issued token) {
        return token.observed().digest();
    }

    private static List<String> listed(CompilableToken... tokens) {
        return compiled(tokens).entries().stream()
                .map(entry -> entry.user().value())
                .toList();
    }

    private static Compilation compiled(CompilableToken... tokens) {
        var all = List.of(tokens);
        var naming =
                all.stream().filter(token -> token.audiences().contains("shop")).toList();
        var inputs = new CompileInputs(
                naming,
                TokenHolders.of(all),
                AccountDirectory.of(List.of()),
                Map.of(ISSUER, Samples.issuer(ISSUER)),
                Map.of());
        return AccessCompiler.compile(POLICY, inputs, Samples.NOW);
    }
}
