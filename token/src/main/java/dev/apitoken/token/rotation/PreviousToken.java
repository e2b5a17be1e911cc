package dev.apitoken.token.rotation;

import dev.apitoken.token.Digest;
import dev.apitoken.token.TokenId;
import dev.apitoken.token.signing.KeyId;
import java.time.Instant;

/**
 * The token before the current one, while its overlap lasts. Known by digest only: its value is gone.
 *
 * @param issuedAt its true instant of issue: a rotateAfter may end it although it spares the current token
 * @param acceptedUntil exclusive, never past its own expiry
 */
public record PreviousToken(Digest digest, TokenId id, KeyId keyId, Instant issuedAt, Instant acceptedUntil) {}
