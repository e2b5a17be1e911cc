package dev.apitoken.token.signing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.apitoken.token.signing.Verification.Refusal;
import dev.apitoken.token.signing.Verification.Refused;
import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tokens that were never issued. All are refused, none with an exception (rules H9, H10 and C2). */
class HostileTokenTest {
    private static final SigningKey KEY = TestKeys.key(SigningAlgorithm.ES256);
    private static final JwkSet KEYS = TestKeys.published(SigningAlgorithm.ES256);
    private static final String GOOD = TokenSigner.sign(TestKeys.claims(), KEY).reveal();
    private static final String HEADER = json(part(GOOD, 0));
    private static final String CLAIMS = json(part(GOOD, 1));

    /** Each is signed by our own key, so that only the strict reading stands in its way. */
    @ParameterizedTest(name = "{0}")
    @CsvFileSource(resources = "hostile-headers.csv", delimiter = '|', quoteCharacter = '\0')
    void aSignedTokenWithAnotherHeaderIsRefused(String what, String header, Refusal reason) {
        assertRefused(signed(header.replace("KID", KEY.id().value()), CLAIMS), reason);
    }

    @ParameterizedTest(name = "{0}")
    @CsvFileSource(
            resources = "hostile-claims.csv",
            delimiter = '|',
            quoteCharacter = '\0',
            ignoreLeadingAndTrailingWhitespace = false)
    void aSignedTokenWithOtherClaimsIsRefused(String what, String from, String to) {
        var claims = CLAIMS.replace(from, to == null ? "" : to);

        assertThat(claims).as("the case changes something").isNotEqualTo(CLAIMS);
        assertRefused(signed(HEADER, claims), Refusal.Claims);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ".",
                "..",
                "...",
                "a.b",
                "a.b.c.d.e",
                "null",
                "bnVsbA.bnVsbA.AAAA",
                "{\"payload\":\"e30\",\"signatures\":[]}",
                "{\"protected\":\"e30\",\"payload\":\"e30\",\"signature\":\"AAAA\"}",
                " e30.e30.AAAA",
                "e30.e30.AAAA\n",
                "e30.e30.AAAA=",
                "e30.e30.",
                "e30..AAAA",
                ".e30.AAAA",
                "e30.e30.AA+/",
                "e30.e30.ÄÄÄÄ",
                "e30.e30.\0\0\0\0"
            })
    void whatIsNoCompactSignedTokenIsRefused(String text) {
        assertThat(TokenVerifier.verify(text, KEYS)).isInstanceOf(Refused.class);
    }

    @Test
    void aFivePartEncryptedTokenIsRefused() {
        assertRefused(GOOD + ".AAAA.AAAA", Refusal.Shape);
    }

    @Test
    void aTokenLongerThanWeSignIsRefusedUnread() {
        assertRefused("A".repeat(2000) + "." + "A".repeat(2000) + "." + "A".repeat(95), Refusal.Shape);
    }

    @Test
    void anotherSpellingOfTheSameBytesIsRefused() {
        var alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
        var body = GOOD.substring(0, GOOD.length() - 1);
        var accepted = alphabet.chars()
                .mapToObj(last -> body + (char) last)
                .filter(token -> TokenVerifier.verify(token, KEYS) instanceof Verification.Verified);

        assertThat(accepted).containsExactly(GOOD);
        assertRefused(GOOD + "=", Refusal.Shape);
    }

    @Test
    void thePublicKeyIsNoHmacSecret() throws Exception {
        var header = HEADER.replace("ES256", "HS256");
        var publicKey = KEY.verificationKey().key().getEncoded();
        var jwks = KEYS.toJson().getBytes(StandardCharsets.UTF_8);

        assertRefused(withHmac(header, publicKey), Refusal.Algorithm);
        assertRefused(withHmac(header, jwks), Refusal.Algorithm);
        assertRefused(withHmac(HEADER, publicKey), Refusal.Signature);
    }

    @ParameterizedTest
    @EnumSource
    void aSignatureThatOnlyABrokenPlatformAcceptsIsRefused(SigningAlgorithm algorithm) {
        var key = TestKeys.key(algorithm);
        var token = TokenSigner.sign(TestKeys.claims(), key).reveal();
        var unsigned = part(token, 0) + "." + part(token, 1) + ".";
        var good = Base64Url.decode(part(token, 2)).orElseThrow();

        SignatureSelfTest.forgeries(key.verificationKey(), good)
                .forEach((name, forged) -> assertThat(TokenVerifier.verify(
                                unsigned + Base64Url.encode(forged), TestKeys.published(algorithm)))
                        .as(name)
                        .isEqualTo(new Refused(Refusal.Signature)));
    }

    @Test
    void aKeyOfTheSameFamilyIsNotAskedForAnotherAlgorithm() {
        var rs256 = TestKeys.key(SigningAlgorithm.RS256);
        var rs512 = TokenSigner.sign(TestKeys.claims(), TestKeys.key(SigningAlgorithm.RS512));

        assertThat(rs512.keyId()).as("the same numbers").isEqualTo(rs256.id());
        assertThat(TokenVerifier.verify(rs512.reveal(), TestKeys.published(SigningAlgorithm.RS256)))
                .isEqualTo(new Refused(Refusal.Algorithm));
    }

    @Test
    void aTokenOfAnotherKeyUnderOurKeyIdIsRefused() {
        var foreign = TestKeys.another(SigningAlgorithm.ES256);
        var unsigned = part(GOOD, 0) + "." + part(GOOD, 1);
        var forged = Signatures.sign(foreign, part(GOOD, 0), part(GOOD, 1));

        assertRefused(unsigned + "." + Base64Url.encode(forged), Refusal.Signature);
        assertRefused(TokenSigner.sign(TestKeys.claims(), foreign).reveal(), Refusal.UnknownKey);
    }

    @ParameterizedTest
    @ValueSource(strings = {"[", "{\"a\":", "\"", "-", "{", "\\u0000", "[{\"a\":"})
    void endlessNestingIsRefused(String piece) {
        for (int times : List.of(1, 10, 100, 1_000)) {
            var nested = piece.repeat(times);
            assertRefused(signed(HEADER, CLAIMS.replace("\"iss\"", "\"x\":" + nested + ",\"iss\"")));
            assertRefused(signed("{\"typ\":" + nested + "}", CLAIMS));
        }
    }

    @Test
    void textInAnotherEncodingIsRefused() {
        for (var encoding : List.of(
                StandardCharsets.UTF_16,
                StandardCharsets.UTF_16LE,
                StandardCharsets.UTF_16BE,
                StandardCharsets.UTF_32BE,
                StandardCharsets.UTF_32LE)) {
            assertRefused(signed(HEADER.getBytes(encoding), CLAIMS.getBytes(StandardCharsets.UTF_8)));
            assertRefused(signed(HEADER.getBytes(StandardCharsets.UTF_8), CLAIMS.getBytes(encoding)));
        }
        var latin1 = CLAIMS.replace("ci@", "é@").getBytes(StandardCharsets.ISO_8859_1);
        assertRefused(signed(HEADER.getBytes(StandardCharsets.UTF_8), latin1));
    }

    /** Every byte of a good token replaced by every other kind of byte: a fixed walk, no luck involved. */
    @Test
    void noSingleChangedCharacterPasses() {
        for (int at = 0; at < GOOD.length(); at += 3) {
            for (char other : new char[] {'A', 'z', '0', '-', '_', '.', '=', '"', '\n', 'é'}) {
                if (GOOD.charAt(at) != other) {
                    var changed = GOOD.substring(0, at) + other + GOOD.substring(at + 1);
                    assertThat(TokenVerifier.verify(changed, KEYS)).isInstanceOf(Refused.class);
                }
            }
        }
    }

    @Test
    void noiseIsRefusedAndNeverThrows() {
        var random = new Random(20_260_101);
        for (int round = 0; round < 4_000; round++) {
            var parts = IntStream.range(0, 3)
                    .mapToObj(i -> random.nextBoolean() ? part(GOOD, i) : mutated(part(GOOD, i), random))
                    .toList();
            var text = String.join(".", parts);
            if (!text.equals(GOOD)) {
                assertThat(TokenVerifier.verify(text, KEYS)).isInstanceOf(Refused.class);
            }
            UnverifiedToken.read(text);
        }
    }

    private static String mutated(String part, Random random) {
        var bytes = Base64.getUrlDecoder().decode(part);
        for (int change = random.nextInt(1, 4); change > 0; change--) {
            bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
        }
        return Base64Url.encode(bytes);
    }

    private static String signed(String header, String claims) {
        return signed(header.getBytes(StandardCharsets.UTF_8), claims.getBytes(StandardCharsets.UTF_8));
    }

    private static String signed(byte[] header, byte[] claims) {
        var first = Base64Url.encode(header);
        var second = Base64Url.encode(claims);
        return first + "." + second + "." + Base64Url.encode(Signatures.sign(KEY, first, second));
    }

    private static String withHmac(String header, byte[] secret) throws NoSuchAlgorithmException, InvalidKeyException {
        var unsigned = Base64Url.encode(header.getBytes(StandardCharsets.UTF_8)) + "." + part(GOOD, 1);
        var mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(secret, "HmacSHA256"));
        return unsigned + "." + Base64Url.encode(mac.doFinal(unsigned.getBytes(StandardCharsets.US_ASCII)));
    }

    private static void assertRefused(String token, Refusal reason) {
        assertThat(TokenVerifier.verify(token, KEYS)).isEqualTo(new Refused(reason));
    }

    private static void assertRefused(String token) {
        assertThat(TokenVerifier.verify(token, KEYS)).isInstanceOf(Refused.class);
    }

    private static String part(String token, int index) {
        return token.split("\\.")[index];
    }

    private static String json(String part) {
        return new String(Base64.getUrlDecoder().decode(part), StandardCharsets.UTF_8);
    }
}
