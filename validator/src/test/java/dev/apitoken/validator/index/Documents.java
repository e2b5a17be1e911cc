package dev.apitoken.validator.index;

import dev.apitoken.token.Digest;
import dev.apitoken.token.TokenId;
import dev.apitoken.token.User;
import dev.apitoken.token.access.AccessDocument;
import dev.apitoken.token.access.ClientAddressMode;
import dev.apitoken.token.access.CredentialSettings;
import dev.apitoken.token.access.ExternalAuthorizationSettings;
import dev.apitoken.token.access.IdentitySettings;
import dev.apitoken.token.access.IssuerKeys;
import dev.apitoken.token.access.MultipleCredentials;
import dev.apitoken.token.access.PolicySettings;
import dev.apitoken.token.access.ResponseSettings;
import dev.apitoken.token.access.TokenEntry;
import dev.apitoken.token.signing.JwkSet;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.IntStream;

/** Access documents for tests: policy {@code shop/orders}, tokens numbered from 0. */
final class Documents {
    static final String NAMESPACE = "shop";
    static final String POLICY = "orders";
    static final Duration MAX_STALENESS = Duration.ofMinutes(15);
    static final Instant COMPILED_AT = Instant.parse("2026-11-22T10:00:00Z");
    private static final Instant FAR = Instant.parse("2099-01-01T00:00:00Z");

    private static final String ISSUER = "urn:example:issuer";

    private Documents() {}

    static AccessDocument revision(long revision) {
        return revision(revision, 1);
    }

    static AccessDocument revision(long revision, int tokens) {
        return revision(NAMESPACE, revision, tokens);
    }

    static AccessDocument revision(String namespace, long revision, int tokens) {
        List<TokenEntry> entries = IntStream.range(0, tokens)
                .mapToObj(Documents::entry)
                .sorted(Comparator.comparing(entry -> entry.digest().hex()))
                .toList();
        IssuerKeys keys = new IssuerKeys(ISSUER, JwkSet.of(List.of()));
        return new AccessDocument(revision, COMPILED_AT, policy(namespace), List.of(keys), entries);
    }

    private static TokenEntry entry(int number) {
        return new TokenEntry(
                Digest.of("token " + number),
                new TokenId("id-" + number),
                new User("ci"),
                NAMESPACE,
                ISSUER,
                FAR,
                new TreeSet<>(List.of("read")),
                Optional.empty());
    }

    private static PolicySettings policy(String namespace) {
        return new PolicySettings(
                namespace,
                POLICY,
                namespace,
                CredentialSettings.DEFAULT,
                MultipleCredentials.Same,
                List.of(),
                List.of(),
                ClientAddressMode.XForwardedFor,
                ResponseSettings.DEFAULT,
                new ExternalAuthorizationSettings(List.of(), ExternalAuthorizationSettings.Profile.Nginx),
                true,
                true,
                IdentitySettings.DEFAULT,
                MAX_STALENESS);
    }
}
