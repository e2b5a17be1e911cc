package dev.apitoken.operator.access;

import static dev.apitoken.operator.access.InvalidField.check;
import static dev.apitoken.operator.access.InvalidField.fail;
import static dev.apitoken.operator.access.InvalidField.oneOf;
import static dev.apitoken.operator.access.InvalidField.read;

import dev.apitoken.crds.AccessPolicySpec;
import dev.apitoken.token.access.PathPattern;
import dev.apitoken.token.access.Rule;
import dev.apitoken.token.access.RuleAccess;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Rules of a policy. A present but empty list is refused: it would read as "none" to one person and "all" to another. */
final class RuleParser {
    private static final Pattern METHOD = Pattern.compile("[A-Z]+(-[A-Z]+)*");
    private static final int MAX_RULES = 1000;

    private RuleParser() {}

    static List<Rule> parse(List<AccessPolicySpec.Rule> rules) {
        check(rules.size() <= MAX_RULES, "rules", "must have at most " + MAX_RULES + " entries");
        var parsed = new ArrayList<Rule>();
        for (int i = 0; i < rules.size(); i++) {
            parsed.add(rule("rules[" + i + "].", rules.get(i)));
        }
        return List.copyOf(parsed);
    }

    private static Rule rule(String at, AccessPolicySpec.Rule rule) {
        var access = oneOf(RuleAccess.class, at + "access", Objects.requireNonNullElse(rule.access(), "Authenticated"));
        check(
                rule.roles() == null || access == RuleAccess.Authenticated,
                at + "roles",
                "can be asked for only where access is Authenticated");
        return new Rule(
                paths(at + "paths", rule.paths()), methods(at + "methods", rule.methods()), roles(at, rule), access);
    }

    private static List<PathPattern> paths(String at, @Nullable List<String> paths) {
        if (paths == null || paths.isEmpty()) {
            return fail(at, "must name at least one path");
        }
        return paths.stream().map(path -> read(at, path, PathPattern::parse)).toList();
    }

    private static Set<String> methods(String at, @Nullable List<String> methods) {
        if (methods == null) {
            return Set.of();
        }
        check(!methods.isEmpty(), at, "must name at least one method, or be left out for every method");
        for (var method : methods) {
            check(METHOD.matcher(method).matches() && !method.equals("CONNECT"), at, "must be HTTP methods like GET");
        }
        return Set.copyOf(methods);
    }

    private static Set<String> roles(String at, AccessPolicySpec.Rule rule) {
        if (rule.roles() == null) {
            return Set.of();
        }
        check(!rule.roles().isEmpty(), at + "roles", "must name at least one role, or be left out for any live token");
        return Set.copyOf(rule.roles());
    }
}
