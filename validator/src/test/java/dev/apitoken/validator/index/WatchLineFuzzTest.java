package dev.apitoken.validator.index;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;

/** What an API server, or whoever stands in its place, may send (R9). */
class WatchLineFuzzTest {
    @FuzzTest
    void a_line_is_an_event_or_unreadable(byte[] input) {
        try {
            assertThat(SecretJson.event(new String(input, StandardCharsets.UTF_8)))
                    .isNotNull();
        } catch (SourceException unreadable) {
            assertThat(unreadable).hasNoCause();
        }
        try {
            assertThat(SecretJson.secret(input).content().toString()).doesNotContain("canary");
        } catch (SourceException unreadable) {
            assertThat(unreadable).hasNoCause();
        }
    }
}
