package dev.apitoken.operator.apitoken;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GlobTest {
    @ParameterizedTest
    @CsvSource({
        "ci, ci",
        "*, ci",
        "*, ''",
        "'', ''",
        "ci-*, ci-",
        "ci-*, ci-1",
        "*@example.com, ci@example.com",
        "a*b*c, aXbYbZc",
        "**, x",
        "a.c, a.c",
    })
    void matches(String glob, String text) {
        assertThat(Glob.matches(glob, text)).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"ci, ci2", "ci, xci", "ci-*, ci", "a*c, ab", "'', x", "a.c, abc", "CI, ci", "a*b*c, acb", "?, x"})
    void doesNotMatch(String glob, String text) {
        assertThat(Glob.matches(glob, text)).isFalse();
    }

    @Test
    void aHostilePatternCostsNoTime() {
        var glob = "a*".repeat(60) + "b";
        var text = "a".repeat(253);

        Assertions.assertTimeout(
                Duration.ofSeconds(1),
                () -> assertThat(Glob.matches(glob, text)).isFalse());
    }
}
