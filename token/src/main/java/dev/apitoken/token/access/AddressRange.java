package dev.apitoken.token.access;

/** A closed range of addresses of one family: an address, a CIDR block or {@code a-b}. */
public record AddressRange(IpAddress first, IpAddress last) {}
