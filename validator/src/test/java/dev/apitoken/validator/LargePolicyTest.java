package dev.apitoken.validator;

import static dev.apitoken.testkit.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.apitoken.token.Claims;
import dev.apitoken.token.Digest;
import dev.apitoken.token.SignedToken;
import dev.apitoken.token.TokenId;
import dev.apitoken.token.User;
import dev.apitoken.token.access.AccessDocument;
import dev.apitoken.token.access.IssuerKeys;
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
import dev.apitoken.validator.decision.SamplePolicy;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A policy with 100,000 tokens, in a process of 256 MiB (G12): ready within ten seconds, and while it changes too. */
class LargePolicyTest {
    private static final int TOKENS = 100_000;
    /** Of work, not on the clock: what it takes on one core that has nothing else to do. */
    private static final Duration READY_AFTER = Duration.ofSeconds(10);

    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final Instant EXPIRES = Instant.parse("2099-01-01T00:00:00Z");
    private static final String ISSUER = "urn:apitoken:test:team:default";
    private static final SigningKey KEY = SigningKeys.generate(SigningAlgorithm.ES256, new SecureRandom(), NOW);

    @TempDir
    Path folder;

    private final HttpClient http = HttpClient.newHttpClient();

    @Test
    void a_hundred_thousand_tokens_are_ready_in_time_and_change_within_256_mebibytes() throws Exception {
        SignedToken kept = sign("kept");
        SignedToken ended = sign("ended");
        List<TokenEntry> many = entries();
        write(1, many, kept, ended);
        int port = freePort();
        int management = freePort();

        Process process = start(port, management);
        try {
            eventually(
                    Duration.ofMinutes(3),
                    () -> assertThat(get(management, "/health/readiness", Optional.empty())
                                    .statusCode())
                            .isEqualTo(200));
            assertThat(get(management, "/health/readiness", Optional.empty()).body())
                    .startsWith("{\"status\":\"UP\",\"state\":\"Usable\",\"revision\":1,\"ageSeconds\":");
            Duration work = process.info().totalCpuDuration().orElseThrow();
            assertThat(work).isLessThan(READY_AFTER);
            assertThat(me(port, kept)).isEqualTo(200);
            assertThat(me(port, ended)).isEqualTo(200);

            write(2, many.subList(1, TOKENS), kept);
            awaitRevision(2, management);
            // Every entry another one: the old revision and the new one are in memory together.
            write(3, entries(), kept);
            awaitRevision(3, management);
            assertThat(me(port, kept)).isEqualTo(200);
            assertThat(me(port, ended)).isEqualTo(401);
            System.out.printf("100,000 tokens: ready after %d ms of CPU time%n", work.toMillis());
        } finally {
            process.destroy();
            assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        }
        assertThat(Files.readString(folder.resolve("out"))).doesNotContain("OutOfMemoryError");
    }

    private void awaitRevision(long revision, int management) {
        eventually(
                Duration.ofMinutes(3),
                () -> assertThat(
                                get(management, "/prometheus", Optional.empty()).body())
                        .contains("apitoken_access_revision " + revision + ".0"));
    }

    private Process start(int port, int management) throws IOException {
        var builder = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:+ExitOnOutOfMemoryError",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                "-Dlogback.configurationFile=logback.xml",
                ValidatorApplication.class.getName());
        var environment = builder.environment();
        environment.keySet().removeIf(name -> name.startsWith("APITOKEN_"));
        environment.put("APITOKEN_POLICY", "team/shop");
        environment.put("APITOKEN_SOURCE", "files:" + folder);
        environment.put("APITOKEN_PORT", Integer.toString(port));
        environment.put("APITOKEN_MANAGEMENT_PORT", Integer.toString(management));
        environment.put("APITOKEN_SHUTDOWN_DELAY", "0s");
        builder.redirectErrorStream(true);
        builder.redirectOutput(folder.resolve("out").toFile());
        return builder.start();
    }

    /** The head last, as the operator writes it. */
    private void write(long revision, List<TokenEntry> many, SignedToken... live) throws IOException {
        var entries = new ArrayList<>(many);
        for (SignedToken token : live) {
            entries.add(entry(token.digest(), token.claims().id(), "ci"));
        }
        entries.sort(Comparator.comparing(one -> one.digest().hex()));
        var document = new AccessDocument(
                revision,
                NOW,
                SamplePolicy.ofShop().settings(),
                List.of(new IssuerKeys(ISSUER, JwkSet.of(List.of(KEY.verificationKey())))),
                entries);
        for (NamedSecret secret : AccessSecret.write(document, new ShardLayout(6))) {
            for (var file : secret.content().data().entrySet()) {
                Files.write(folder.resolve(file.getKey()), file.getValue());
            }
        }
    }

    private static List<TokenEntry> entries() {
        var random = new SecureRandom();
        var entries = new ArrayList<TokenEntry>(TOKENS);
        for (int i = 0; i < TOKENS; i++) {
            entries.add(entry(Digest.of("token " + i), TokenId.random(random), "user-" + i % 5_000));
        }
        return entries;
    }

    private static TokenEntry entry(Digest digest, TokenId id, String user) {
        Optional<SourceFilter> sources = Math.floorMod(user.hashCode(), 10) == 0
                ? Optional.of(SourceFilter.parse(List.of("10.0.0.0/8", "127.0.0.0/8")))
                : Optional.empty();
        return new TokenEntry(
                digest, id, new User(user), "team", ISSUER, EXPIRES, new TreeSet<>(List.of("reader")), sources);
    }

    private static SignedToken sign(String user) {
        var claims = new Claims(
                ISSUER,
                new User("ci"),
                new TreeSet<>(List.of("shop")),
                TokenId.random(new SecureRandom()),
                user,
                NOW,
                EXPIRES);
        return TokenSigner.sign(claims, KEY);
    }

    private int me(int port, SignedToken token) throws IOException, InterruptedException {
        return get(port, "/apitoken/me", Optional.of(token)).statusCode();
    }

    private HttpResponse<String> get(int port, String path, Optional<SignedToken> token)
            throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path));
        token.ifPresent(bearer -> request.header("Authorization", "Bearer " + bearer.reveal()));
        return http.send(request.build(), BodyHandlers.ofString());
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
