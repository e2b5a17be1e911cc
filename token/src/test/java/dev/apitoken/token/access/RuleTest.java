package dev.apitoken.token.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RuleTest {
    private static final CanonicalPath PATH = new CanonicalPath("/a");

    @ParameterizedTest
    @CsvSource({
        "GET, GET, true",
        "GET, HEAD, true",
        "GET, head, true",
        "GET, get, true",
        "GET, POST, false",
        "GET, OPTIONS, false",
        "HEAD, GET, false",
        "HEAD, HEAD, true",
        "POST, HEAD, false",
        "delete, DELETE, true",
        "DELETE, GETDELETE, false",
    })
    void names_methods_without_case_and_HEAD_with_GET(String named, String sent, boolean matches) {
        var rule = new Rule(List.of(), Set.of(named), Set.of(), RuleAccess.Public);
        assertThat(rule.matches(sent, PATH)).isEqualTo(matches);
    }

    @Test
    void without_paths_and_methods_it_speaks_about_everything() {
        var rule = new Rule(List.of(), Set.of(), Set.of(), RuleAccess.Denied);
        assertThat(rule.matches("PURGE", PATH)).isTrue();
    }

    @Test
    void one_of_its_paths_suffices() {
        var rule = new Rule(
                List.of(PathPattern.parse("/b"), PathPattern.parse("/a")), Set.of(), Set.of(), RuleAccess.Public);
        assertThat(rule.matches("GET", PATH)).isTrue();
        assertThat(rule.matches("GET", new CanonicalPath("/c"))).isFalse();
    }
}
