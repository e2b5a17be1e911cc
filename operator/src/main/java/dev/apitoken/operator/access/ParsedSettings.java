package dev.apitoken.operator.access;

import dev.apitoken.token.access.PolicySettings;

/** What became of the author's words. */
public sealed interface ParsedSettings {
    record Valid(PolicySettings settings) implements ParsedSettings {}

    /**
     * @param field as in the YAML, under {@code spec}
     * @param message for people: what the field must be
     */
    record Invalid(String field, String message) implements ParsedSettings {}
}
