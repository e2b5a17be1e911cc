package dev.apitoken.token.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.apitoken.token.access.RequestTarget.Canonical;
import dev.apitoken.token.access.RequestTarget.Refusal;
import dev.apitoken.token.access.RequestTarget.Refused;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class CanonicalPathTest {
    private static final Optional<String> HOST = Optional.of("example.com");

    static Stream<List<String>> accepted() {
        return TableFile.rows("targets-accepted.txt");
    }

    static Stream<List<String>> refused() {
        return TableFile.rows("targets-refused.txt");
    }

    @ParameterizedTest
    @MethodSource("accepted")
    void passes_what_every_reader_reads_alike_and_changes_nothing(List<String> row) {
        assertThat(CanonicalPath.parse(row.get(0), HOST))
                .isEqualTo(new Canonical(new CanonicalPath(row.get(1)), row.get(2)));
    }

    @ParameterizedTest
    @MethodSource("refused")
    void refuses_what_two_readers_could_read_in_two_ways(List<String> row) {
        assertThat(CanonicalPath.parse(row.get(0), HOST)).isEqualTo(new Refused(Refusal.valueOf(row.get(1))));
    }

    @Test
    void an_absolute_target_needs_a_host_to_agree_with() {
        assertThat(CanonicalPath.parse("http://example.com/", Optional.empty()))
                .isEqualTo(new Refused(Refusal.ForeignAuthority));
    }

    @Test
    void what_is_refused_cannot_be_made_by_hand_either() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new CanonicalPath("/a/../b"))
                .withMessage("not a canonical path");
    }

    /** The platform's own reader of URIs as the second reader. */
    @Test
    void what_passes_has_nothing_left_to_normalise() {
        var random = new Random(5);
        String[] parts = {"/", "/", "a", ".", "%2e", "%2f", "%25", "%41", "%40", ";", "\\", "%c3%a9", "%c0%af", "?", "#"
        };
        int passed = 0;
        for (int i = 0; i < 100_000; i++) {
            var target = new StringBuilder("/");
            for (int n = random.nextInt(8); n > 0; n--) {
                target.append(parts[random.nextInt(parts.length)]);
            }
            if (CanonicalPath.parse(target.toString(), HOST) instanceof Canonical(CanonicalPath path, String query)) {
                passed++;
                assertThat(path.value() + query).isEqualTo(target.toString());
                var uri = URI.create("http://example.com" + path.value());
                assertThat(uri.normalize().getRawPath()).isEqualTo(path.value());
                assertThat(uri.getPath().split("/", -1).length)
                        .isEqualTo(path.value().split("/", -1).length);
                assertThat(uri.getPath()).doesNotContain("\uFFFD", "\\", ";", "//");
            }
        }
        assertThat(passed).isGreaterThan(10_000);
    }

    @Test
    void no_text_makes_the_reader_fail() {
        var random = new Random(6);
        for (int i = 0; i < 200_000; i++) {
            var target = new StringBuilder(random.nextBoolean() ? "/" : "");
            for (int n = random.nextInt(12); n > 0; n--) {
                target.append((char) (random.nextInt(4) == 0 ? random.nextInt(0x10000) : 0x20 + random.nextInt(0x60)));
            }
            assertThat(CanonicalPath.parse(target.toString(), HOST)).isNotNull();
        }
    }
}
