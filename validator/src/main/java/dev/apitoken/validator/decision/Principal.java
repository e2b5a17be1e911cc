package dev.apitoken.validator.decision;

import dev.apitoken.token.Digest;
import dev.apitoken.token.TokenId;
import dev.apitoken.token.User;
import dev.apitoken.token.signing.KeyId;
import dev.apitoken.validator.credential.Place;
import java.time.Instant;
import java.util.Set;
import java.util.SortedSet;

/**
 * Who a request acts as. To hold one is proof: only {@link RequestAuthenticator} makes it, from a live entry.
 *
 * @param namespace of the ApiToken
 * @param signedBy the key that signed the token
 * @param places where the token stood
 */
public record Principal(
        Digest digest,
        TokenId id,
        KeyId signedBy,
        Set<Place> places,
        User user,
        String namespace,
        SortedSet<String> roles,
        Instant acceptedUntil) {}
