package dev.apitoken.token.access;

import dev.apitoken.token.signing.JwkSet;

/** Which keys sign in the name of an issuer (claim {@code iss}). */
public record IssuerKeys(String issuer, JwkSet keys) {}
