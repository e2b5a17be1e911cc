package dev.apitoken.token.access;

import java.util.List;
import java.util.Set;

/**
 * One rule of a policy.
 *
 * @param paths empty: every path
 * @param methods empty: every method; upper case
 * @param roles any of them suffices; empty: none is needed
 */
public record Rule(List<PathPattern> paths, Set<String> methods, Set<String> roles, RuleAccess access) {}
