package dev.apitoken.token.signing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class JwkSetTest {
    private static final String EC = TestKeys.published(SigningAlgorithm.ES256).toJson();
    private static final String RSA = TestKeys.published(SigningAlgorithm.RS256).toJson();

    @ParameterizedTest
    @EnumSource
    void whatItWritesItReadsBack(SigningAlgorithm algorithm) {
        var set = TestKeys.published(algorithm);

        assertThat(JwkSet.parse(set.toJson())).isEqualTo(set);
        assertThat(JwkSet.parse(set.toJson()).toJson()).isEqualTo(set.toJson());
    }

    /** One coordinate in 256 begins with a zero byte, which must not get lost. */
    @Test
    void coordinatesKeepTheirLength() {
        var shape = Pattern.compile(".*\"x\":\"[A-Za-z0-9_-]{43}\",\"y\":\"[A-Za-z0-9_-]{43}\"}]}");
        for (int i = 0; i < 600; i++) {
            var set = JwkSet.of(List.of(TestKeys.another(SigningAlgorithm.ES256).verificationKey()));
            assertThat(set.toJson()).matches(shape);
            assertThat(JwkSet.parse(set.toJson())).isEqualTo(set);
        }
    }

    @Test
    void theSameKeysGiveTheSameText() {
        var keys = Stream.generate(
                        () -> TestKeys.another(SigningAlgorithm.ES256).verificationKey())
                .limit(5)
                .toList();

        assertThat(JwkSet.of(keys.reversed()).toJson())
                .isEqualTo(JwkSet.of(keys).toJson());
        assertThat(JwkSet.EMPTY.toJson()).isEqualTo("{\"keys\":[]}");
    }

    @ParameterizedTest
    @EnumSource
    void itHoldsPublicMembersOnly(SigningAlgorithm algorithm) {
        var members = Pattern.compile("\"([a-z_0-9]+)\":")
                .matcher(TestKeys.published(algorithm).toJson())
                .results()
                .map(match -> match.group(1));

        assertThat(members)
                .containsExactlyElementsOf(
                        algorithm.keyType().equals("EC")
                                ? List.of("keys", "kty", "use", "alg", "kid", "crv", "x", "y")
                                : List.of("keys", "kty", "use", "alg", "kid", "n", "e"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"d", "p", "q", "dp", "dq", "qi", "oth", "k", "x5c", "x5u", "key_ops", "unknown"})
    void aPrivateOrUnknownMemberIsRefused(String member) {
        for (var set : List.of(EC, RSA)) {
            assertRefused(set.replace("{\"kty\"", "{\"" + member + "\":\"AAAA\",\"kty\""));
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"use\":\"sig\"|\"use\":\"enc\"",
                "\"use\":\"sig\",|''",
                "\"kty\":\"EC\"|\"kty\":\"RSA\"",
                "\"kty\":\"EC\"|\"kty\":\"oct\"",
                "\"alg\":\"ES256\"|\"alg\":\"ES384\"",
                "\"alg\":\"ES256\"|\"alg\":\"HS256\"",
                "\"alg\":\"ES256\"|\"alg\":\"none\"",
                "\"alg\":\"ES256\"|\"alg\":null",
                "\"crv\":\"P-256\"|\"crv\":\"P-384\"",
                "\"crv\":\"P-256\"|\"crv\":\"secp256k1\"",
                "\"x\":\"|\"x\":\"AA",
                "\"x\":\"|\"x\":\"=",
                "\"keys\"|\"key\"",
                "]}|],\"more\":1}",
                "]}|]}{}",
                "]}|,]}",
                "]}|,null]}",
                "]}|,[]]}",
            })
    void aChangedEcSetIsRefused(String from, String to) {
        assertThat(EC).contains(from);
        assertRefused(EC.replace(from, to));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "null", "[]", "{}", "{\"keys\":null}", "{\"keys\":{}}", "1", "{\"keys\":[]", "\"\""})
    void whatIsNoSetIsRefused(String text) {
        assertRefused(text);
    }

    @Test
    void aKeyUnderTheIdOfAnotherIsRefused() {
        var other = TestKeys.another(SigningAlgorithm.ES256);

        assertRefused(EC.replace(
                TestKeys.key(SigningAlgorithm.ES256).id().value(), other.id().value()));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new VerificationKey(
                        other.id(),
                        SigningAlgorithm.ES256,
                        TestKeys.key(SigningAlgorithm.ES256).verificationKey().key()));
    }

    @Test
    void theSameKeyTwiceIsRefused() {
        var jwk = EC.substring("{\"keys\":[".length(), EC.length() - 2);

        assertRefused("{\"keys\":[" + jwk + "," + jwk + "]}");
        assertRefused(EC.replace("\"use\":\"sig\"", "\"use\":\"sig\",\"use\":\"sig\""));
    }

    @Test
    void aLeadingZeroIsAnotherSpellingAndRefused() {
        assertRefused(RSA.replace("\"e\":\"AQAB\"", "\"e\":\"AAEAAQ\""));
    }

    @Test
    void noMessageQuotesTheText() {
        var secret = "c2VjcmV0LXNlY3JldC1zZWNyZXQ";
        for (var text : List.of(
                EC.replace("{\"kty\"", "{\"d\":\"" + secret + "\",\"kty\""),
                EC.replace("\"x\":\"", "\"x\":\"" + secret),
                "{\"keys\":[\"" + secret + "\"]}",
                "{\"" + secret + "\":" + secret)) {
            assertThatThrownBy(() -> JwkSet.parse(text))
                    .isInstanceOf(IllegalArgumentException.class)
                    .message()
                    .doesNotContain(secret);
        }
    }

    private static void assertRefused(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> JwkSet.parse(text));
    }
}
