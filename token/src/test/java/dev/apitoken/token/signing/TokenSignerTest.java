package dev.apitoken.token.signing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.apitoken.token.Claims;
import dev.apitoken.token.TokenId;
import dev.apitoken.token.User;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TokenSignerTest {
    @Test
    void everyEs256TokenBeginsWithTheSame52Characters() {
        var starts = Stream.generate(() -> TestKeys.another(SigningAlgorithm.ES256))
                .limit(20)
                .map(key -> TokenSigner.sign(TestKeys.claims(), key).reveal().substring(0, 52))
                .distinct();

        assertThat(starts).containsExactly("eyJ0eXAiOiJhdCtqd3QiLCJhbGciOiJFUzI1NiIsImtpZCI6ImF0");
    }

    @Test
    void membersStandInAFixedOrderEachOnce() {
        var key = TestKeys.key(SigningAlgorithm.ES256);
        var parts = TokenSigner.sign(TestKeys.claims(), key).reveal().split("\\.");

        assertThat(decoded(parts[0])).isEqualTo("{\"typ\":\"at+jwt\",\"alg\":\"ES256\",\"kid\":\"" + key.id() + "\"}");
        assertThat(decoded(parts[1]))
                .isEqualTo("{\"iss\":\"urn:apitoken:test\",\"sub\":\"ci@example.com\","
                        + "\"aud\":[\"billing-api\",\"orders-api\"],"
                        + "\"exp\":1769915045,\"iat\":1767323040,\"nbf\":1767323040,"
                        + "\"jti\":\"AAAAAAAAAAAAAAAAAAAAAA\","
                        + "\"client_id\":\"6c4f0d3e-0000-4000-8000-000000000001\"}");
    }

    @ParameterizedTest
    @EnumSource
    void whatItSignsTheVerifierReadsBack(SigningAlgorithm algorithm) {
        var claims = TestKeys.claims();
        var token = TokenSigner.sign(claims, TestKeys.key(algorithm));

        assertThat(TokenVerifier.verify(token.reveal(), TestKeys.published(algorithm)))
                .isEqualTo(new Verification.Verified(
                        claims, TestKeys.key(algorithm).id()));
    }

    @Test
    void namesOfAnyScriptAndJsonSyntaxInNamesAreOnlyText() {
        var sly = withUser("\",\"sub\":\"root\u2028 \\ émile 山 \uD83D\uDE00");
        var key = TestKeys.key(SigningAlgorithm.ES256);

        assertThat(TokenVerifier.verify(
                        TokenSigner.sign(sly, key).reveal(), TestKeys.published(SigningAlgorithm.ES256)))
                .isEqualTo(new Verification.Verified(sly, key.id()));
    }

    @Test
    void halfACharacterIsRefused() {
        assertThatThrownBy(() -> TokenSigner.sign(withUser("a\uD83D"), TestKeys.key(SigningAlgorithm.ES256)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aTokenBeyondFourKibibytesIsNotSigned() {
        var audiences = new TreeSet<>(IntStream.range(0, 25)
                .mapToObj(i -> "%03d".formatted(i) + "a".repeat(125))
                .toList());
        var base = TestKeys.claims();
        var claims = new Claims(
                base.issuer(), base.user(), audiences, base.id(), base.clientId(), base.issuedAt(), base.expiresAt());

        assertThatThrownBy(() -> TokenSigner.sign(claims, TestKeys.key(SigningAlgorithm.ES256)))
                .isInstanceOf(TokenTooLongException.class)
                .hasMessageContaining("4096");
    }

    @Test
    void theTextOfASignedTokenHidesItsValue() {
        var token = TokenSigner.sign(TestKeys.claims(), TestKeys.key(SigningAlgorithm.ES256));

        assertThat(token.toString())
                .doesNotContain(token.reveal())
                .doesNotContain(token.reveal().split("\\.")[2]);
        assertThat(token.reveal()).endsWith(token.hint());
        assertThat(token.hint()).hasSize(4);
    }

    private static Claims withUser(String user) {
        var base = TestKeys.claims();
        return new Claims(
                base.issuer(),
                new User(user),
                base.audiences(),
                new TokenId("x"),
                base.clientId(),
                base.issuedAt(),
                base.expiresAt());
    }

    private static String decoded(String part) {
        return new String(Base64.getUrlDecoder().decode(part), StandardCharsets.UTF_8);
    }
}
