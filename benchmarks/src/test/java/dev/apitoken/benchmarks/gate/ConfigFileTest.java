package dev.apitoken.benchmarks.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;

class ConfigFileTest {
    @Test
    void places_are_filled_as_they_are_given() {
        assertThat(ConfigFile.text("haproxy.cfg", Map.of("PORT", "81", "UPSTREAM", "$1")))
                .contains("bind 127.0.0.1:81", "server app 127.0.0.1:$1")
                .doesNotContain("@");
    }

    @Test
    void a_place_that_nobody_fills_is_told() {
        assertThatThrownBy(() -> ConfigFile.text("haproxy.cfg", Map.of("PORT", "81")))
                .hasMessageContaining("haproxy.cfg wants @UPSTREAM@");
    }
}
