package dev.apitoken.token.access;

/** An address as 128 bits; IPv4 is its mapped form {@code ::ffff:a.b.c.d}, so that both spellings are one address. */
public record IpAddress(long high, long low) {}
