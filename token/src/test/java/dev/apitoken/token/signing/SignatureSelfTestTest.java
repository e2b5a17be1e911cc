package dev.apitoken.token.signing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class SignatureSelfTestTest {
    @Test
    void thisPlatformTellsGoodSignaturesFromBadOnes() {
        assertThatCode(SignatureSelfTest::run).doesNotThrowAnyException();
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
