package dev.apitoken.token.access;

/** The one form of a path that rule, log and upstream see. */
public record CanonicalPath(String value) {}
