package dev.apitoken.token.access;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.apitoken.token.access.RequestTarget.Canonical;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Paths and patterns as hostile bytes, each beside a second reader that knows nothing of ours (R9). */
class PathFuzzTest {
    private static final String HOST = "example.com";
    private static final int STAR = -1;

    @FuzzTest
    void a_target_that_passes_reads_the_same_everywhere(byte[] input) {
        String target = new String(input, StandardCharsets.ISO_8859_1);
        if (CanonicalPath.parse(target, Optional.of(HOST)) instanceof Canonical canonical) {
            String path = canonical.path().value();
            String sent = path + canonical.query();

            String rest = target.startsWith("/") ? target : target.substring(target.indexOf("//") + 2 + HOST.length());
            assertThat(rest.startsWith("/") ? rest : "/" + rest).isEqualTo(sent);
            assertThat(CanonicalPath.parse(sent, Optional.empty())).isEqualTo(canonical);
            assertThat(sent).matches("/[\\x21-\\x7e]*").doesNotContain("#");
            assertThat(path).doesNotContain("\\", ";");
            var uri = URI.create("http://example.com" + path);
            assertThat(uri.normalize().getRawPath()).isEqualTo(path);
            assertThat(uri.getPath()).doesNotContain("//", "/../", "/./", ";", "\\", "\uFFFD", "\0");
            assertThat(uri.getPath().chars().filter(c -> c == '/').count())
                    .isEqualTo(path.chars().filter(c -> c == '/').count());
        }
    }

    /** A pattern in the first line, a path in the second. */
    @FuzzTest
    void a_pattern_matches_what_its_description_says(byte[] input) {
        String[] lines = new String(input, StandardCharsets.ISO_8859_1).split("\n", 2);
        Optional<PathPattern> pattern = pattern(lines[0]);
        Optional<CanonicalPath> path = path(lines[lines.length - 1]);
        if (pattern.isPresent() && path.isPresent()) {
            assertThat(pattern.get().matches(path.get()))
                    .isEqualTo(describes(pattern.get().text(), path.get().value()));
            assertThat(PathPattern.parse(pattern.get().text())).isEqualTo(pattern.get());
        }
    }

    private static Optional<PathPattern> pattern(String text) {
        try {
            return Optional.of(PathPattern.parse(text));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static Optional<CanonicalPath> path(String text) {
        return CanonicalPath.parse(text, Optional.empty()) instanceof Canonical(CanonicalPath path, String query)
                ? Optional.of(path)
                : Optional.empty();
    }

    private static boolean describes(String pattern, String path) {
        boolean below = pattern.endsWith("/*");
        List<List<Integer>> wanted = segments(below ? pattern.substring(0, pattern.length() - 2) : pattern, true);
        List<List<Integer>> given = segments(path, false);
        if (below ? given.size() < wanted.size() : given.size() != wanted.size()) {
            return false;
        }
        for (int i = 0; i < wanted.size(); i++) {
            if (!describes(wanted.get(i), given.get(i))) {
                return false;
            }
        }
        return true;
    }

    private static boolean describes(List<Integer> wanted, List<Integer> given) {
        int star = wanted.indexOf(STAR);
        if (star < 0) {
            return wanted.equals(given);
        }
        int behind = wanted.size() - star - 1;
        return given.size() >= Math.max(star + behind, wanted.size() == 1 ? 1 : 0)
                && given.subList(0, star).equals(wanted.subList(0, star))
                && given.subList(given.size() - behind, given.size()).equals(wanted.subList(star + 1, wanted.size()));
    }

    /** What stands between the slashes, octet by octet; nothing at all of an empty text. */
    private static List<List<Integer>> segments(String text, boolean pattern) {
        var segments = new ArrayList<List<Integer>>();
        for (String segment : text.isEmpty() ? new String[0] : text.substring(1).split("/", -1)) {
            var octets = new ArrayList<Integer>();
            for (int i = 0; i < segment.length(); i++) {
                char c = segment.charAt(i);
                if (c == '%') {
                    octets.add(Integer.parseInt(segment.substring(i + 1, i + 3), 16));
                    i += 2;
                } else {
                    octets.add(pattern && c == '*' ? STAR : c);
                }
            }
            segments.add(octets);
        }
        return segments;
    }
}
