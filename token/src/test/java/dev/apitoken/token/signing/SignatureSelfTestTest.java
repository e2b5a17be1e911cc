package dev.apitoken.token.signing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class SignatureSelfTestTest {
    @Test
    void thisPlatformTellsGoodSignaturesFromBadOnes() {
        assertThatCode(SignatureSelfTest::run).doesNotThrowAnyException();
    }

    @Test
    void aPlatformThatAcceptsASignatureOfZerosIsNamedAndRefused() {
        assertThatThrownBy(() -> SignatureSelfTest.run(
                        (key, compact) -> compact.endsWith("AAAAAAAA") || Signatures.verify(key, compact)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("ES256 accepts a signature of zeros");
    }

    @Test
    void aPlatformThatAcceptsEverythingIsRefused() {
        assertThatThrownBy(() -> SignatureSelfTest.run((key, compact) -> true))
                .hasMessageContaining("accepts the signature of another text");
    }

    @Test
    void aPlatformThatRefusesEverythingIsRefused() {
        assertThatThrownBy(() -> SignatureSelfTest.run((key, compact) -> false))
                .hasMessageContaining("refuses a good signature");
    }

    @Test
    void aPlatformThatCannotCheckIsRefusedAndSaysSo() {
        assertThatThrownBy(() -> SignatureSelfTest.run(
                        (key, compact) -> MissingProvider.during(() -> Signatures.verify(key, compact))))
                .isInstanceOf(SignatureCheckException.class)
                .hasMessageContaining("cannot check signatures of ES256 (NoSuchAlgorithmException)");
    }

    @Test
    void itTriesTheSignatureOfZerosAndBothOutOfRangeHalves() {
        var good = new byte[64];
        Arrays.fill(good, (byte) 7);

        var forgeries =
                SignatureSelfTest.forgeries(TestKeys.key(SigningAlgorithm.ES256).verificationKey(), good);

        assertThat(forgeries).containsEntry("of zeros", new byte[64]);
        assertThat(forgeries).containsKeys("with r = 0", "with s = 0", "with r = n", "with s = n");
        assertThat(forgeries.values()).doesNotContain(good);
    }
}
