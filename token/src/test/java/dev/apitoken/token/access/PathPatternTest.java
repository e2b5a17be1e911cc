package dev.apitoken.token.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PathPatternTest {
    static Stream<List<String>> patterns() {
        return TableFile.rows("patterns.txt");
    }

    static Stream<List<String>> refused() {
        return TableFile.rows("patterns-refused.txt");
    }

    @ParameterizedTest
    @MethodSource("patterns")
    void matches_whole_paths(List<String> row) {
        assertThat(PathPattern.parse(row.get(0)).matches(new CanonicalPath(row.get(1))))
                .isEqualTo(row.get(2).equals("yes"));
    }

    @ParameterizedTest
    @MethodSource("refused")
    void refuses_a_pattern_that_means_nothing_here(List<String> row) {
        assertThatIllegalArgumentException().as(row.get(1)).isThrownBy(() -> PathPattern.parse(row.get(0)));
    }

    @Test
    void agrees_with_a_regular_expression_on_small_words() {
        var random = new Random(9);
        int matched = 0;
        for (int i = 0; i < 100_000; i++) {
            String pattern = word(random, "ab*").replaceAll("\\*[^/*]*\\*[^/]*", "*");
            String path = word(random, "ab");
            boolean matches = PathPattern.parse(pattern).matches(new CanonicalPath(path));
            assertThat(matches)
                    .as("%s on %s", pattern, path)
                    .isEqualTo(expression(pattern).matcher(path).matches());
            matched += matches ? 1 : 0;
        }
        assertThat(matched).isGreaterThan(5_000);
    }

    private static String word(Random random, String letters) {
        var word = new StringBuilder();
        for (int segments = 1 + random.nextInt(3); segments > 0; segments--) {
            word.append('/');
            for (int n = random.nextInt(3) + (segments > 1 ? 1 : 0); n > 0; n--) {
                word.append(letters.charAt(random.nextInt(letters.length())));
            }
        }
        return word.toString();
    }

    private static Pattern expression(String pattern) {
        String segments = pattern.replaceAll("(?<=/)\\*(?=/)", "[^/]+");
        return Pattern.compile(segments.replaceAll("/\\*$", "(/.*)?").replaceAll("(?<![\\].])\\*", "[^/]*"));
    }

    @Test
    @Timeout(20)
    void a_hostile_pattern_costs_one_pass() {
        var pattern = PathPattern.parse("/" + "a".repeat(500) + "*" + "a".repeat(500) + "b/x*/y");
        var path = new CanonicalPath("/" + "a".repeat(100_000) + "/" + "x".repeat(100_000) + "/z");
        for (int i = 0; i < 100; i++) {
            assertThat(pattern.matches(path)).isFalse();
        }
    }
}
