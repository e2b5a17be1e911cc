package dev.apitoken.benchmarks.sample;

import dev.apitoken.token.access.AccessDocument;
import dev.apitoken.token.access.AddressRange;
import dev.apitoken.token.access.ClientAddressMode;
import dev.apitoken.token.access.CredentialSettings;
import dev.apitoken.token.access.ExternalAuthorizationSettings;
import dev.apitoken.token.access.ExternalAuthorizationSettings.Profile;
import dev.apitoken.token.access.IdentitySettings;
import dev.apitoken.token.access.IssuerKeys;
import dev.apitoken.token.access.MultipleCredentials;
import dev.apitoken.token.access.PathPattern;
import dev.apitoken.token.access.PolicySettings;
import dev.apitoken.token.access.ResponseSettings;
import dev.apitoken.token.access.Rule;
import dev.apitoken.token.access.RuleAccess;
import dev.apitoken.token.access.TokenEntry;
import dev.apitoken.token.secret.AccessSecret;
import dev.apitoken.token.secret.NamedSecret;
import dev.apitoken.token.secret.ShardLayout;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What a validator is told: a policy and the tokens it lists. */
public final class Listing {
    public static final String NAMESPACE = "bench";
    public static final String POLICY = "orders";
    public static final String PATH = "/orders/42?page=1";

    private Listing() {}

    /** One rule asks for one role, the other shuts the rest. */
    public static PolicySettings checking(Profile profile) {
        return settings(
                CredentialSettings.DEFAULT,
                List.of(
                        new Rule(
                                List.of(PathPattern.parse("/orders/*")),
                                Set.of("GET"),
                                Set.of(TokenStock.ROLE),
                                RuleAccess.Authenticated),
                        new Rule(List.of(), Set.of(), Set.of(), RuleAccess.Denied)),
                profile);
    }

    /** The same program as a plain proxy: it looks for no credential anywhere, and everything is public. */
    public static PolicySettings open() {
        return settings(
                new CredentialSettings(false, Optional.empty(), Optional.empty(), Optional.empty()),
                List.of(new Rule(List.of(), Set.of(), Set.of(), RuleAccess.Public)),
                Profile.Nginx);
    }

    private static PolicySettings settings(CredentialSettings credentials, List<Rule> rules, Profile profile) {
        return new PolicySettings(
                NAMESPACE,
                POLICY,
                TokenStock.AUDIENCE,
                credentials,
                MultipleCredentials.Same,
                rules,
                List.of(),
                ClientAddressMode.XForwardedFor,
                ResponseSettings.DEFAULT,
                new ExternalAuthorizationSettings(List.of(loopback()), profile),
                true,
                true,
                IdentitySettings.DEFAULT,
                Duration.ofHours(1));
    }

    private static AddressRange loopback() {
        return AddressRange.parse("127.0.0.0/8");
    }

    public static List<NamedSecret> secrets(
            long revision, Instant compiledAt, PolicySettings policy, IssuerKeys keys, List<TokenEntry> entries) {
        return AccessSecret.write(
                new AccessDocument(revision, compiledAt, policy, List.of(keys), entries),
                ShardLayout.forEntries(entries.size()));
    }

    /** Each file whole or not at all; those that the head names before the head. */
    public static Path write(Path folder, List<NamedSecret> secrets) {
        try {
            Files.createDirectories(folder);
            // The head's name is the last of its Secret's, and its Secret the last of all.
            for (NamedSecret secret : secrets) {
                for (var file : secret.content().data().entrySet()) {
                    replace(folder.resolve(file.getKey()), file.getValue());
                }
            }
            return folder;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void replace(Path file, byte[] bytes) throws IOException {
        Path aside = Files.write(file.resolveSibling(file.getFileName() + ".new"), bytes);
        Files.move(aside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
