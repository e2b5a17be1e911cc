package dev.apitoken.validator.decision;

import dev.apitoken.token.Digest;
import dev.apitoken.token.TokenId;
import dev.apitoken.token.User;
import dev.apitoken.token.access.AccessDocument;
import dev.apitoken.token.access.CanonicalPath;
import dev.apitoken.token.access.IpAddress;
import dev.apitoken.token.access.IssuerKeys;
import dev.apitoken.token.access.RequestTarget;
import dev.apitoken.validator.credential.Place;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** What a decision is made from and what it looks like, for those who only need one. */
public final class SampleDocument {
    private static final RequestTarget.Canonical TARGET =
            (RequestTarget.Canonical) CanonicalPath.parse("/", Optional.of("shop"));

    private SampleDocument() {}

    public static AccessDocument revision(long revision) {
        return new AccessDocument(
                revision,
                SampleTokens.NOW,
                SamplePolicy.ofShop().settings(),
                List.of(new IssuerKeys(SampleTokens.ISSUER, SampleTokens.PUBLISHED)),
                List.of());
    }

    public static AccessDecision.Allowed allowed(String id, String source) {
        return allowed(new TokenId(id), source);
    }

    public static AccessDecision.Allowed allowed(TokenId id, String source) {
        var principal = new Principal(
                Digest.of(id.value()),
                id,
                SampleTokens.KEY_ID,
                Set.of(Place.ApiKeyHeader),
                new User("ci"),
                "shop",
                new TreeSet<>(),
                SampleTokens.EXPIRES);
        return new AccessDecision.Allowed(Optional.of(principal), TARGET, Optional.of(IpAddress.parse(source)));
    }
}
