package dev.apitoken.token.signing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SigningKeysTest {
    @ParameterizedTest
    @EnumSource
    void aStoredKeyComesBackAndSigns(SigningAlgorithm algorithm) {
        var key = TestKeys.key(algorithm);

        var back = SigningKeys.fromPkcs8(key.verificationKey(), SigningKeys.toPkcs8(key), key.createdAt());

        assertThat(back.id()).isEqualTo(key.id());
        assertThat(back.createdAt()).isEqualTo(key.createdAt());
        assertThat(TokenVerifier.verify(
                        TokenSigner.sign(TestKeys.claims(), back).reveal(), TestKeys.published(algorithm)))
                .isInstanceOf(Verification.Verified.class);
    }

    @Test
    void thePrivateHalfOfAnotherKeyIsRefused() {
        var key = TestKeys.key(SigningAlgorithm.ES256);
        for (var other : List.of(
                TestKeys.another(SigningAlgorithm.ES256),
                TestKeys.key(SigningAlgorithm.ES384),
                TestKeys.key(SigningAlgorithm.RS256))) {
            assertCorrupt(key, SigningKeys.toPkcs8(other));
        }
    }

    @Test
    void corruptBytesAreRefusedAndNeverShown() {
        var key = TestKeys.key(SigningAlgorithm.ES256);
        var good = SigningKeys.toPkcs8(key);
        assertCorrupt(key, new byte[0]);
        assertCorrupt(key, new byte[100_000]);
        var random = new Random(1);
        for (int length = 1; length < good.length; length++) {
            assertCorrupt(key, Arrays.copyOf(good, length));
            var noise = new byte[length];
            random.nextBytes(noise);
            assertCorrupt(key, noise);
        }
    }

    @Test
    void noTextShowsThePrivateHalf() {
        var key = TestKeys.key(SigningAlgorithm.ES256);
        var secret = HexFormat.of().formatHex(SigningKeys.toPkcs8(key));

        assertThat(key.toString())
                .isEqualTo("SigningKey[" + key.id() + ", ES256]")
                .doesNotContain(secret);
        assertThat(RingKey.pending(key).toString()).doesNotContain("PrivateKey").contains("Pending");
    }

    private static void assertCorrupt(SigningKey key, byte[] pkcs8) {
        assertThatExceptionOfType(WeakKeyException.class)
                .isThrownBy(() -> SigningKeys.fromPkcs8(key.verificationKey(), pkcs8, TestKeys.CREATED))
                .withMessage("the private half of " + key.id() + " is corrupt or of another key")
                .withNoCause();
    }
}
