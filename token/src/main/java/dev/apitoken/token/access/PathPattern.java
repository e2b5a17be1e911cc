package dev.apitoken.token.access;

/** An exact path, a prefix {@code /a/*}, or one {@code *} per segment; case-sensitive, matched in linear time. */
public record PathPattern(String text) {}
