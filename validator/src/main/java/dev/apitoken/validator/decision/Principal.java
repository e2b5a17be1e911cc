package dev.apitoken.validator.decision;

import dev.apitoken.token.Digest;
import dev.apitoken.token.TokenId;
import dev.apitoken.token.User;
import dev.apitoken.token.signing.KeyId;
import java.time.Instant;
import java.util.SortedSet;

/**
 * Who a request acts as. To hold one is proof: only {@link RequestAuthenticator} makes it, from a live entry.
 *
 * @param namespace of the ApiToken
 * @param signedBy the key that signed the token
 */
public record Principal(
        Digest digest,
        TokenId id,
        KeyId signedBy,
        User user,
        String namespace,
        SortedSet<String> roles,
        Instant acceptedUntil) {}
