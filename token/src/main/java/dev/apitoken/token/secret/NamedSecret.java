package dev.apitoken.token.secret;

/** A Secret to be written, all but its namespace. */
public record NamedSecret(String name, SecretContent content) {}
