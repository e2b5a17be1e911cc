package dev.apitoken.token.secret;

import dev.apitoken.token.Digest;
import dev.apitoken.token.TokenId;
import dev.apitoken.token.User;
import dev.apitoken.token.access.AccessDocument;
import dev.apitoken.token.access.AddressRange;
import dev.apitoken.token.access.ClientAddressMode;
import dev.apitoken.token.access.CredentialSettings;
import dev.apitoken.token.access.ExternalAuthorizationSettings;
import dev.apitoken.token.access.IdentitySettings;
import dev.apitoken.token.access.IpAddress;
import dev.apitoken.token.access.IssuerKeys;
import dev.apitoken.token.access.MultipleCredentials;
import dev.apitoken.token.access.PathPattern;
import dev.apitoken.token.access.PolicySettings;
import dev.apitoken.token.access.ResponseSettings;
import dev.apitoken.token.access.Rule;
import dev.apitoken.token.access.RuleAccess;
import dev.apitoken.token.access.SourceFilter;
import dev.apitoken.token.access.TokenEntry;
import dev.apitoken.token.signing.JwkSet;
import dev.apitoken.token.signing.SigningAlgorithm;
import dev.apitoken.token.signing.TestKeys;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;

/** Sample documents of the policy {@code shop}. */
final class AccessDocuments {
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

    private AccessDocuments() {}

    static AccessDocument withEntries(int count) {
        return document(IntStream.range(0, count).mapToObj(AccessDocuments::entry));
    }

    /** Entries whose filters differ, so that gzip finds little to save. */
    static AccessDocument withLargeEntries(int count) {
        var random = new Random(3);
        return document(IntStream.range(0, count).mapToObj(i -> {
            var ranges = random.longs(64)
                    .mapToObj(low -> new IpAddress(low, ~low).toString())
                    .toList();
            return entry(i, Optional.of(SourceFilter.parse(ranges)));
        }));
    }

    static AccessDocument with(AccessDocument document, List<TokenEntry> entries) {
        return new AccessDocument(
                document.revision(), document.compiledAt(), document.policy(), document.issuers(), entries);
    }

    private static AccessDocument document(Stream<TokenEntry> entries) {
        return new AccessDocument(
                1_772_366_400_000L,
                NOW,
                policy(),
                List.of(
                        new IssuerKeys("urn:apitoken:test:team:default", TestKeys.published(SigningAlgorithm.ES256)),
                        new IssuerKeys("urn:apitoken:test:team:older", JwkSet.EMPTY)),
                entries.sorted(Comparator.comparing(entry -> entry.digest().hex()))
                        .toList());
    }

    private static TokenEntry entry(int i) {
        return entry(i, i % 3 == 0 ? Optional.of(SourceFilter.parse(List.of("10.0.0.0/8", "::1"))) : Optional.empty());
    }

    private static TokenEntry entry(int i, Optional<SourceFilter> sources) {
        var roles = new TreeSet<String>();
        IntStream.range(0, i % 4).forEach(role -> roles.add("role-" + role));
        return new TokenEntry(
                Digest.of("token " + i),
                new TokenId("id-" + i),
                new User("user-" + i % 7 + "@example.com"),
                "team-" + i % 5,
                "urn:apitoken:test:team:default",
                NOW.plusSeconds(3600 + i),
                roles,
                sources);
    }

    static PolicySettings policy() {
        return new PolicySettings(
                "team",
                "shop",
                "shop.example.com",
                CredentialSettings.DEFAULT,
                MultipleCredentials.Same,
                List.of(
                        new Rule(List.of(PathPattern.parse("/health")), Set.of("GET"), Set.of(), RuleAccess.Public),
                        new Rule(
                                List.of(PathPattern.parse("/reports/*"), PathPattern.parse("/users/*/keys")),
                                Set.of(),
                                Set.of("reader", "admin"),
                                RuleAccess.Authenticated)),
                List.of(AddressRange.parse("10.0.0.0/8")),
                ClientAddressMode.XForwardedFor,
                ResponseSettings.DEFAULT,
                new ExternalAuthorizationSettings(
                        List.of(AddressRange.parse("127.0.0.0/8"), AddressRange.parse("::1")),
                        ExternalAuthorizationSettings.Profile.Nginx),
                true,
                true,
                IdentitySettings.DEFAULT,
                Duration.ofMinutes(15));
    }

    static AccessHead head() {
        var shard = new AccessHead.Shard("shop-access", "entries-0.json.gz", "00");
        return new AccessHead(1, NOW, policy(), List.of(), 0, ShardLayout.SINGLE, List.of(shard));
    }

    static byte[] gzipOfSpaces(long length) {
        var packed = new ByteArrayOutputStream();
        var spaces = " ".repeat(1 << 16).getBytes(StandardCharsets.US_ASCII);
        try (var gzip = new GZIPOutputStream(packed)) {
            for (long written = 0; written < length; written += spaces.length) {
                gzip.write(spaces);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return packed.toByteArray();
    }
}
