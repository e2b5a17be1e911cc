package dev.apitoken.validator.gate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HeaderRulesTest {
    @Test
    void folded_names_are_whole_names_and_prefixes_are_prefixes() {
        var names = new FoldedNames(List.of("X-Real-IP"), List.of("X-ApiToken-"));

        assertThat(names.contain("x_real.ip")).isTrue();
        assertThat(names.contain("X-Real-IPs")).isFalse();
        assertThat(names.contain("X-Real-I")).isFalse();
        assertThat(names.contain("x~apitoken~anything")).isTrue();
        assertThat(names.contain("X-ApiTokens")).isFalse();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    KEY=t               |
                    KEY=t; a=1          | a=1
                    a=1; KEY=t          | a=1
                    a=1; KEY=t; b=2     | a=1; b=2
                    a=1;KEY=t;b=2       | a=1;b=2
                    KEY=t; a=1; KEY=u   | a=1
                    key=t; MYKEY=u      | key=t; MYKEY=u
                    a=KEY=t; b="KEY"    | a=KEY=t; b="KEY"
                    """)
    void only_our_cookie_pair_goes(String field, String rest) {
        assertThat(CookieHeader.without("KEY", field)).isEqualTo(Optional.ofNullable(rest));
    }

    @ParameterizedTest
    @CsvSource({
        "/a/b?token=secret, /a/b",
        "/a/b#secret, /a/b",
        "/, /",
        "/a/0123456789012345678901234567890123456789x/b, /a/.../b",
        "*, *"
    })
    void a_logged_path_shows_no_query_and_nothing_long(String target, String logged) {
        assertThat(LoggedPath.of(target)).isEqualTo(logged);
    }

    @Test
    void a_logged_path_is_short_and_plain() {
        assertThat(LoggedPath.of("/ab".repeat(500))).hasSizeLessThan(200);
        assertThat(LoggedPath.of("/a\u001b[2J\r\n\u00e4")).isEqualTo("/a?[2J???");
    }
}
