package dev.apitoken.validator.credential;

import static org.assertj.core.api.Assertions.assertThat;

import dev.apitoken.token.Digest;
import org.junit.jupiter.api.Test;

class TokenHashTest {
    @Test
    void is_the_digest_of_the_same_characters() {
        for (int length = 0; length <= 4096; length += length < 130 ? 1 : 661) {
            String token = "aZ09-_.".repeat(600).substring(0, length);
            assertThat(TokenHash.of("Bearer " + token + " ", 7, 7 + length)).isEqualTo(Digest.of(token));
        }
    }
}
