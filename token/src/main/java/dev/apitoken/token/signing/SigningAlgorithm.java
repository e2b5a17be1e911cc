package dev.apitoken.token.signing;

/** The signature algorithms a key may have (RFC 7518 section 3.1). No HMAC: a validator must not be able to sign. */
public enum SigningAlgorithm {
    ES256,
    ES384,
    ES512,
    RS256,
    RS384,
    RS512
}
