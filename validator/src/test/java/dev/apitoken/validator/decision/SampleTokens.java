package dev.apitoken.validator.decision;

import dev.apitoken.token.Claims;
import dev.apitoken.token.SignedToken;
import dev.apitoken.token.TokenId;
import dev.apitoken.token.User;
import dev.apitoken.token.access.SourceFilter;
import dev.apitoken.token.access.TokenEntry;
import dev.apitoken.token.signing.JwkSet;
import dev.apitoken.token.signing.KeyId;
import dev.apitoken.token.signing.SigningAlgorithm;
import dev.apitoken.token.signing.SigningKey;
import dev.apitoken.token.signing.SigningKeys;
import dev.apitoken.token.signing.TokenSigner;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/** Really signed tokens and the entries that list them. */
public final class SampleTokens {
    public static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    public static final Instant EXPIRES = NOW.plus(Duration.ofDays(30));
    static final String ISSUER = "urn:apitoken:test:team:default";

    private static final SigningKey KEY =
            SigningKeys.generate(SigningAlgorithm.ES256, new SecureRandom(), NOW.minusSeconds(60));

    public static final KeyId KEY_ID = KEY.verificationKey().id();
    public static final JwkSet PUBLISHED = JwkSet.of(List.of(KEY.verificationKey()));

    private SampleTokens() {}

    public static SignedToken token(String user) {
        return TokenSigner.sign(claims(ISSUER, user, SamplePolicy.AUDIENCE), KEY);
    }

    static KnownToken known(SignedToken token, boolean checked) {
        return new KnownToken(
                token.claims().id(), token.claims().user(), "team", checked ? Optional.of(KEY_ID) : Optional.empty());
    }

    static SignedToken tokenOfForeignKey(String user) {
        var foreign = SigningKeys.generate(SigningAlgorithm.ES256, new SecureRandom(), NOW);
        return TokenSigner.sign(claims(ISSUER, user, SamplePolicy.AUDIENCE), foreign);
    }

    static SignedToken token(Claims claims) {
        return TokenSigner.sign(claims, KEY);
    }

    static Claims claims(String issuer, String user, String audience) {
        return new Claims(
                issuer,
                new User(user),
                new TreeSet<>(List.of(audience, "elsewhere")),
                TokenId.random(new SecureRandom()),
                "6c4f0d3e-0000-4000-8000-000000000001",
                NOW,
                EXPIRES);
    }

    public static TokenEntry entry(SignedToken token, String... roles) {
        return entry(token, EXPIRES, roles(roles), Optional.empty());
    }

    static TokenEntry entryFrom(SignedToken token, String... sources) {
        return entry(token, EXPIRES, roles(), Optional.of(SourceFilter.parse(List.of(sources))));
    }

    static TokenEntry entryUntil(SignedToken token, Instant acceptedUntil) {
        return entry(token, acceptedUntil, roles(), Optional.empty());
    }

    private static TokenEntry entry(
            SignedToken token, Instant acceptedUntil, SortedSet<String> roles, Optional<SourceFilter> sources) {
        return new TokenEntry(
                token.digest(),
                token.claims().id(),
                token.claims().user(),
                "team",
                ISSUER,
                acceptedUntil,
                roles,
                sources);
    }

    private static SortedSet<String> roles(String... roles) {
        return new TreeSet<>(List.of(roles));
    }
}
