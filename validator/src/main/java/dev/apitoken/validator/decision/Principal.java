package dev.apitoken.validator.decision;

import dev.apitoken.token.Digest;
import dev.apitoken.token.TokenId;
import dev.apitoken.token.User;
import java.time.Instant;
import java.util.SortedSet;

/** Who a request acts as. To hold one is proof: only {@link RequestAuthenticator} makes it, from a live entry. */
public record Principal(
        Digest digest, TokenId id, User user, String namespace, SortedSet<String> roles, Instant acceptedUntil) {}
