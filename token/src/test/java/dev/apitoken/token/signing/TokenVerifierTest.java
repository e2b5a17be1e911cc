package dev.apitoken.token.signing;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;

class TokenVerifierTest {
    private static final SigningKey KEY = TestKeys.key(SigningAlgorithm.ES256);

    @Test
    void expiryIsNotItsBusiness() {
        var token = TokenSigner.sign(TestKeys.claims(), KEY);

        assertThat(TokenVerifier.verify(token.reveal(), TestKeys.published(SigningAlgorithm.ES256)))
                .as("a token of long ago, and no clock was asked")
                .isInstanceOf(Verification.Verified.class);
    }

    @Test
    void theKeyIdOnlyPicksTheKey() {
        var others = List.of(
                TestKeys.another(SigningAlgorithm.ES256).verificationKey(),
                TestKeys.key(SigningAlgorithm.ES384).verificationKey(),
                KEY.verificationKey());

        assertThat(TokenVerifier.verify(TokenSigner.sign(TestKeys.claims(), KEY).reveal(), JwkSet.of(others)))
                .isEqualTo(new Verification.Verified(TestKeys.claims(), KEY.id()));
    }

    @Test
    void withoutKeysEveryTokenIsRefused() {
        assertThat(TokenVerifier.verify(TokenSigner.sign(TestKeys.claims(), KEY).reveal(), JwkSet.EMPTY))
                .isEqualTo(new Verification.Refused(Verification.Refusal.UnknownKey));
    }

    /** A validator may be a release behind the operator. */
    @Test
    void aClaimOfALaterReleaseIsSkipped() {
        var parts = TokenSigner.sign(TestKeys.claims(), KEY).reveal().split("\\.");
        var claims = new String(Base64.getUrlDecoder().decode(parts[1]), StandardCharsets.UTF_8)
                .replace("\"iss\"", "\"later\":{\"a\":[1,null]},\"iss\"");
        var payload = Base64Url.encode(claims.getBytes(StandardCharsets.UTF_8));
        var signature = Base64Url.encode(Signatures.sign(KEY, parts[0], payload));

        assertThat(TokenVerifier.verify(
                        parts[0] + "." + payload + "." + signature, TestKeys.published(SigningAlgorithm.ES256)))
                .isEqualTo(new Verification.Verified(TestKeys.claims(), KEY.id()));
    }

    @Test
    void theHeaderMayComeInAnyOrder() {
        var parts = TokenSigner.sign(TestKeys.claims(), KEY).reveal().split("\\.");
        var json = "{\"kid\":\"" + KEY.id() + "\",\"alg\":\"ES256\",\"typ\":\"at+jwt\"}";
        var header = Base64Url.encode(json.getBytes(StandardCharsets.UTF_8));
        var signature = Base64Url.encode(Signatures.sign(KEY, header, parts[1]));

        assertThat(TokenVerifier.verify(
                        header + "." + parts[1] + "." + signature, TestKeys.published(SigningAlgorithm.ES256)))
                .isInstanceOf(Verification.Verified.class);
    }

    @Test
    void whatAnUnknownKeySignedCanBeReadButNotBelieved() {
        var token = TokenSigner.sign(TestKeys.claims(), KEY).reveal();

        assertThat(UnverifiedToken.read(token)).contains(new UnverifiedToken(KEY.id(), "ES256", TestKeys.claims()));
    }

    /** The library throws one exception for both; whoever takes the fault for a forgery replaces good tokens. */
    @Test
    void aMissingProviderIsAFailureAndABadSignatureIsNot() {
        var good = TokenSigner.sign(TestKeys.claims(), KEY).reveal();
        var forged = good.substring(0, good.lastIndexOf('.') + 1) + "A".repeat(86);
        var keys = TestKeys.published(SigningAlgorithm.ES256);

        assertThat(MissingProvider.during(() -> TokenVerifier.verify(good, keys)))
                .isEqualTo(new Verification.Refused(Verification.Refusal.Failure));
        assertThat(TokenVerifier.verify(good, keys)).isInstanceOf(Verification.Verified.class);
        assertThat(TokenVerifier.verify(forged, keys))
                .isEqualTo(new Verification.Refused(Verification.Refusal.Signature));
    }
}
