package dev.apitoken.token.signing;

import java.security.PublicKey;

/** The public half of a signing key. One key has one algorithm (RFC 8725 section 3.1); a token's header cannot choose. */
public record VerificationKey(KeyId id, SigningAlgorithm algorithm, PublicKey key) {}
