package dev.apitoken.operator.apitoken;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Random;
import java.util.stream.Collectors;
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

    /** As an issuer may hold them: 64 patterns of 253 characters at most; steps are counted, not time (rule D7). */
    @Test
    void tenThousandHostilePatternsCostNoMoreStepsThanBothLengthsMultiplied() {
        var random = new Random(1);
        var text = "a".repeat(253);
        for (int i = 0; i < 10_000; i++) {
            var glob = random.ints(253, 0, 10)
                    .mapToObj(kind -> kind < 5 ? "*" : kind < 9 ? "a" : "b")
                    .collect(Collectors.joining());
            var read = new CountingText(text);

            Glob.matches(glob, read);

            assertThat(read.steps).isLessThanOrEqualTo(2L * glob.length() * text.length() + text.length());
        }
    }

    @Test
    void aPatternIsNoRegularExpression() {
        for (var regex : new String[] {"(a+)+$", "[a-z]*", "a{1,9}", "\\Qci\\E", "^ci$", "ci|x"}) {
            assertThat(Glob.matches(regex, "ci")).as(regex).isFalse();
        }
    }

    private static final class CountingText implements CharSequence {
        private final String text;
        private long steps;

        CountingText(String text) {
            this.text = text;
        }

        @Override
        public int length() {
            return text.length();
        }

        @Override
        public char charAt(int index) {
            steps++;
            return text.charAt(index);
        }

        @Override
        public CharSequence subSequence(int start, int end) {
            return text.subSequence(start, end);
        }

        @Override
        public String toString() {
            return text;
        }
    }
}
