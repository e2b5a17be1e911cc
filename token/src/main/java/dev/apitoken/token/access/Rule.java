package dev.apitoken.token.access;

import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * One rule of a policy.
 *
 * @param paths empty: every path
 * @param methods empty: every method; kept in upper case
 * @param roles any of them suffices; empty: none is needed
 */
public record Rule(List<PathPattern> paths, Set<String> methods, Set<String> roles, RuleAccess access) {
    public Rule {
        paths = List.copyOf(paths);
        methods = sorted(methods.stream().map(method -> method.toUpperCase(Locale.ROOT)));
        roles = sorted(roles.stream());
    }

    /**
     * A rule for GET speaks about HEAD too, which asks for the same thing (RFC 9110 section 9.3.2). Methods have a
     * case, but an upstream that forgets it must not be reached round a rule, so here they have none.
     */
    public boolean matches(String method, CanonicalPath path) {
        return matchesMethod(method) && matchesPath(path);
    }

    private boolean matchesMethod(String method) {
        if (methods.isEmpty() || methods.contains(method)) {
            return true;
        }
        String upper = method.toUpperCase(Locale.ROOT);
        return methods.contains(upper) || (upper.equals("HEAD") && methods.contains("GET"));
    }

    private boolean matchesPath(CanonicalPath path) {
        for (int i = 0; i < paths.size(); i++) {
            if (paths.get(i).matches(path)) {
                return true;
            }
        }
        return paths.isEmpty();
    }

    private static Set<String> sorted(Stream<String> words) {
        return Collections.unmodifiableSortedSet(
                words.collect(Collectors.<String, TreeSet<String>>toCollection(TreeSet::new)));
    }
}
