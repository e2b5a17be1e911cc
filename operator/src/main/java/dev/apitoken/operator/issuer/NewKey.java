package dev.apitoken.operator.issuer;

import dev.apitoken.token.signing.SigningAlgorithm;
import java.time.Instant;

/**
 * A key that is to be made.
 *
 * @param start signs at once, or is published first
 */
record NewKey(SigningAlgorithm algorithm, Start start, Instant createdAt) {
    enum Start {
        Pending,
        Active
    }
}
