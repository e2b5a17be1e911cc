package dev.apitoken.program;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggingEvent;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.slf4j.event.KeyValuePair;

class JsonLineEncoderTest {
    private final JsonLineEncoder encoder = new JsonLineEncoder();
    private final LoggerContext context = new LoggerContext();

    private String line(String message, String value, @Nullable Throwable thrown) {
        var event = new LoggingEvent("", context.getLogger("dev.apitoken.test"), Level.INFO, message, thrown, null);
        event.addKeyValuePair(new KeyValuePair("path", value));
        return new String(encoder.encode(event), StandardCharsets.UTF_8);
    }

    @Test
    void fields_are_flat_and_the_time_is_readable() throws IOException {
        JsonNode json = new ObjectMapper().readTree(line("denied", "/a", null));

        assertThat(json.get("time").asText()).matches("\\d{4}-\\d\\d-\\d\\dT.*Z");
        assertThat(json.get("level").asText()).isEqualTo("INFO");
        assertThat(json.get("message").asText()).isEqualTo("denied");
        assertThat(json.get("path").asText()).isEqualTo("/a");
    }

    @Test
    void ten_thousand_hostile_values_are_ten_thousand_lines() throws IOException {
        var random = new Random(1);
        for (int i = 0; i < 10_000; i++) {
            var value = new StringBuilder("${jndi:ldap://x}\u001b[2J\r\n\u2028\u0085\"}");
            random.ints(20, 0, 0x3000).forEach(c -> value.append((char) c));

            String line = line("denied", value.toString(), null);

            assertThat(line).endsWith("}\n").matches("[\\x20-\\x7e]+\\n").doesNotContain("${");
            assertThat(new ObjectMapper().readTree(line).get("path").asText()).isEqualTo(value.toString());
        }
    }

    @Test
    void an_exception_shows_where_but_not_what() {
        String line = line("failed", "/a", new IllegalStateException("secret", new IOException("secret too")));

        assertThat(line)
                .contains("java.lang.IllegalStateException", "java.io.IOException", "JsonLineEncoderTest")
                .doesNotContain("secret");
    }
}
