package dev.apitoken.token.signing;

import dev.apitoken.token.Claims;

/** What became of checking a token's form and signature. Whether it is still live is another question. */
public sealed interface Verification {
    /** One of the keys signed these claims. Says nothing about expiry: whoever asks owns the clock. */
    record Verified(Claims claims, KeyId keyId) implements Verification {}

    record Refused(Refusal reason) implements Verification {}

    /** For logs and tests; a client is told none of it. */
    enum Refusal {
        /** Not a compact JWS of three strict base64url parts within the length we sign. */
        Shape,
        /** The header has not exactly the members typ, alg and kid, or typ is not at+jwt. */
        Header,
        /** A claim is missing, of the wrong type, out of range or contradicts another. */
        Claims,
        /** None of our keys has this id. */
        UnknownKey,
        /** The header names another algorithm than the key has. */
        Algorithm,
        Signature,
        /** The checking itself failed. */
        Failure
    }
}
