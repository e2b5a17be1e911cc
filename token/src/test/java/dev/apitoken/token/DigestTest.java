package dev.apitoken.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DigestTest {
    /** FIPS 180-4, the example "abc". */
    private static final String ABC = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

    @Test
    void itIsSha256OfTheExactBytes() {
        assertThat(Digest.of("abc").hex()).isEqualTo(ABC);
        assertThat(Digest.of("abc".getBytes(StandardCharsets.US_ASCII))).isEqualTo(Digest.of("abc"));
        assertThat(Digest.of("abc ")).isNotEqualTo(Digest.of("abc"));
    }

    @Test
    void everyBitCounts() {
        var bytes = HexFormat.of().parseHex(ABC);
        for (int bit = 0; bit < 256; bit++) {
            var other = bytes.clone();
            other[bit / 8] ^= (byte) (1 << bit % 8);
            assertThat(Digest.fromBytes(other)).isNotEqualTo(Digest.fromBytes(bytes));
        }
    }

    @Test
    void itComesBackFromItsTextAndFromItsBytes() {
        assertThat(Digest.fromHex(ABC)).isEqualTo(Digest.of("abc")).hasSameHashCodeAs(Digest.of("abc"));
        assertThat(Digest.fromBytes(HexFormat.of().parseHex(ABC))).isEqualTo(Digest.of("abc"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "ba78", "xy7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad", "00 00"})
    void anotherTextIsNone(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> Digest.fromHex(text));
    }

    @Test
    void itsTextIsEnoughForALogAndNoMore() {
        assertThat(Digest.of("abc")).hasToString("sha256:ba7816bf");
    }
}
