package dev.apitoken.acceptance.proxies;

import dev.apitoken.token.Claims;
import dev.apitoken.token.SignedToken;
import dev.apitoken.token.TokenId;
import dev.apitoken.token.User;
import dev.apitoken.token.access.AccessDocument;
import dev.apitoken.token.access.AddressRange;
import dev.apitoken.token.access.CanonicalPath;
import dev.apitoken.token.access.ClientAddressMode;
import dev.apitoken.token.access.CredentialSettings;
import dev.apitoken.token.access.ExternalAuthorizationSettings;
import dev.apitoken.token.access.ExternalAuthorizationSettings.Profile;
import dev.apitoken.token.access.IdentitySettings;
import dev.apitoken.token.access.IssuerKeys;
import dev.apitoken.token.access.MultipleCredentials;
import dev.apitoken.token.access.PathPattern;
import dev.apitoken.token.access.PolicySettings;
import dev.apitoken.token.access.RequestTarget;
import dev.apitoken.token.access.ResponseSettings;
import dev.apitoken.token.access.Rule;
import dev.apitoken.token.access.RuleAccess;
import dev.apitoken.token.access.SourceFilter;
import dev.apitoken.token.access.TokenEntry;
import dev.apitoken.token.secret.AccessSecret;
import dev.apitoken.token.secret.NamedSecret;
import dev.apitoken.token.secret.ShardLayout;
import dev.apitoken.token.signing.JwkSet;
import dev.apitoken.token.signing.SigningAlgorithm;
import dev.apitoken.token.signing.SigningKey;
import dev.apitoken.token.signing.SigningKeys;
import dev.apitoken.token.signing.TokenSigner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** The policy of the example as an access document, and signed tokens for it. */
final class Shop {
    static final String POLICY = "shop/behind-a-proxy";
    private static final String ISSUER = "urn:example:issuer";
    private static final List<Rule> RULES = List.of(
            rule("/status", Set.of("GET"), RuleAccess.Public),
            rule("/orders/*", Set.of("GET"), RuleAccess.Authenticated, "reader", "writer"),
            rule("/orders/*", Set.of("POST", "PUT", "DELETE"), RuleAccess.Authenticated, "writer"));

    private static final Map<String, Set<String>> ROLES = Map.of(
            "reader", Set.of("reader"),
            "writer", Set.of("writer"),
            "stranger", Set.of(),
            "bound", Set.of("reader"));

    private final Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
    private final Instant expires = now.plus(Duration.ofDays(1));
    private final SigningKey key = SigningKeys.generate(SigningAlgorithm.ES256, new SecureRandom(), now);
    private final Map<String, SignedToken> tokens = new HashMap<>();

    Shop() {
        ROLES.keySet().forEach(user -> tokens.put(user, sign(user)));
        tokens.put("unknown", sign("reader"));
    }

    private static Rule rule(String path, Set<String> methods, RuleAccess access, String... roles) {
        return new Rule(List.of(new PathPattern(path)), methods, Set.of(roles), access);
    }

    private SignedToken sign(String user) {
        return TokenSigner.sign(
                new Claims(
                        ISSUER,
                        new User(user),
                        new TreeSet<>(List.of("orders")),
                        TokenId.random(new SecureRandom()),
                        "uid",
                        now.minusSeconds(5),
                        expires),
                key);
    }

    /** By user; {@code unknown} is well signed and not listed. */
    String token(String name) {
        return signed(name).reveal();
    }

    private SignedToken signed(String name) {
        return Objects.requireNonNull(tokens.get(name), name);
    }

    private static Set<String> rolesOf(String user) {
        return Objects.requireNonNull(ROLES.get(user), user);
    }

    /** Whether any token stands in this text. */
    boolean isLeakedIn(String text) {
        return tokens.values().stream().anyMatch(token -> text.contains(token.reveal()));
    }

    static String roles(String user) {
        return String.join(",", rolesOf(user));
    }

    /** The rules once more, on what reached the application: no ambiguous target may ever get there. */
    static boolean lets(Optional<String> user, Arrived request) {
        var host = request.values("Host");
        return CanonicalPath.parse(request.target(), Optional.of(host.getFirst()))
                        instanceof RequestTarget.Canonical target
                && RULES.stream()
                        .filter(rule -> rule.matches(request.method(), target.path()))
                        .findFirst()
                        .filter(rule -> rule.access() == RuleAccess.Public
                                || user.filter(one -> rolesOf(one).stream().anyMatch(rule.roles()::contains))
                                        .isPresent())
                        .isPresent();
    }

    /** What the operator would write into the access Secret, as a mounted folder shows it: the head last. */
    void publish(Profile profile, Path folder) throws IOException {
        var document = new AccessDocument(
                now.toEpochMilli(),
                now,
                policy(profile),
                List.of(new IssuerKeys(ISSUER, JwkSet.of(List.of(key.verificationKey())))),
                entries());
        for (NamedSecret secret : AccessSecret.write(document, ShardLayout.SINGLE)) {
            Map<String, byte[]> data = new HashMap<>(secret.content().data());
            byte[] head = Objects.requireNonNull(data.remove(AccessSecret.HEAD_KEY));
            for (var file : data.entrySet()) {
                Files.write(folder.resolve(file.getKey()), file.getValue());
            }
            Path aside = Files.write(folder.resolve("head.tmp"), head);
            Files.move(aside, folder.resolve(AccessSecret.HEAD_KEY), StandardCopyOption.ATOMIC_MOVE);
        }
    }

    private List<TokenEntry> entries() {
        var entries = new ArrayList<TokenEntry>();
        ROLES.forEach((user, roles) -> entries.add(new TokenEntry(
                signed(user).digest(),
                signed(user).claims().id(),
                new User(user),
                "shop",
                ISSUER,
                expires,
                new TreeSet<>(roles),
                user.equals("bound") ? Optional.of(SourceFilter.parse(List.of("127.0.0.7"))) : Optional.empty())));
        entries.sort(Comparator.comparing(entry -> entry.digest().hex()));
        return entries;
    }

    private static PolicySettings policy(Profile profile) {
        return new PolicySettings(
                "shop",
                "behind-a-proxy",
                "orders",
                CredentialSettings.DEFAULT,
                MultipleCredentials.Same,
                RULES,
                List.of(),
                ClientAddressMode.XForwardedFor,
                ResponseSettings.DEFAULT,
                new ExternalAuthorizationSettings(List.of(AddressRange.parse("127.0.0.0/8")), profile),
                true,
                true,
                IdentitySettings.DEFAULT,
                Duration.ofHours(1));
    }
}
