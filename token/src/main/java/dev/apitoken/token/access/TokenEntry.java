package dev.apitoken.token.access;

import dev.apitoken.token.Digest;
import dev.apitoken.token.TokenId;
import dev.apitoken.token.User;
import java.time.Instant;
import java.util.Optional;
import java.util.SortedSet;

/**
 * One live token, as a validator knows it.
 *
 * @param namespace where its ApiToken lives: one user name in two namespaces is two accounts
 * @param issuer claim {@code iss} of the token; its keys stand in the same document
 * @param acceptedUntil exclusive: its expiry, its hard end or the end of its overlap, whichever is first
 * @param roles the effective ones, already narrowed by account and policy
 * @param sources empty: accepted from anywhere
 */
public record TokenEntry(
        Digest digest,
        TokenId id,
        User user,
        String namespace,
        String issuer,
        Instant acceptedUntil,
        SortedSet<String> roles,
        Optional<SourceFilter> sources) {}
