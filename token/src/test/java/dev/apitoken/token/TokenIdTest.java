package dev.apitoken.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.security.SecureRandom;
import java.util.Base64;
import java.util.HashSet;
import org.junit.jupiter.api.Test;

class TokenIdTest {
    @Test
    void itHas128BitsAndNoTwoAreEqual() {
        var random = new SecureRandom();
        var seen = new HashSet<TokenId>();
        for (int i = 0; i < 100_000; i++) {
            var id = TokenId.random(random);
            assertThat(seen.add(id)).isTrue();
        }
        assertThat(seen).allMatch(id -> Base64.getUrlDecoder().decode(id.value()).length == 16);
    }

    /** A generator that forgets a byte would leave one bit the same in all. */
    @Test
    void everyBitVaries() {
        var random = new SecureRandom();
        var ones = new byte[16];
        var zeros = new byte[16];
        for (int i = 0; i < 200; i++) {
            var bytes = Base64.getUrlDecoder().decode(TokenId.random(random).value());
            for (int at = 0; at < bytes.length; at++) {
                ones[at] |= bytes[at];
                zeros[at] |= (byte) ~bytes[at];
            }
        }
        assertThat(ones).containsOnly((byte) 0xFF);
        assertThat(zeros).containsOnly((byte) 0xFF);
    }

    @Test
    void anEmptyOrEndlessOneIsNone() {
        assertThatIllegalArgumentException().isThrownBy(() -> new TokenId(""));
        assertThatIllegalArgumentException().isThrownBy(() -> new TokenId("a".repeat(65)));
        assertThat(new TokenId("a".repeat(64)).toString()).hasSize(64);
    }
}
