package dev.apitoken.token.signing;

import dev.apitoken.token.Claims;
import dev.apitoken.token.TokenId;
import dev.apitoken.token.User;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;

/** One key of each algorithm, made when first asked for. The RSA ones share their numbers, which take seconds to find. */
public final class TestKeys {
    public static final Instant CREATED = Instant.parse("2026-01-01T00:00:00Z");
    public static final Instant ISSUED = Instant.parse("2026-01-02T03:04:05Z");

    private static final Map<SigningAlgorithm, SigningKey> KEYS = new ConcurrentHashMap<>();

    private TestKeys() {}

    public static SigningKey key(SigningAlgorithm algorithm) {
        return switch (algorithm) {
            case RS384, RS512 -> {
                var rsa = key(SigningAlgorithm.RS256);
                var publicHalf =
                        VerificationKey.of(algorithm, rsa.verificationKey().key());
                yield new SigningKey(publicHalf, rsa.privateKey(), CREATED);
            }
            default -> KEYS.computeIfAbsent(algorithm, TestKeys::another);
        };
    }

    public static SigningKey another(SigningAlgorithm algorithm) {
        return SigningKeys.generate(algorithm, new SecureRandom(), CREATED);
    }

    public static JwkSet published(SigningAlgorithm algorithm) {
        return JwkSet.of(List.of(key(algorithm).verificationKey()));
    }

    public static Claims claims() {
        return new Claims(
                "urn:apitoken:test",
                new User("ci@example.com"),
                new TreeSet<>(List.of("orders-api", "billing-api")),
                new TokenId("AAAAAAAAAAAAAAAAAAAAAA"),
                "6c4f0d3e-0000-4000-8000-000000000001",
                ISSUED,
                ISSUED.plus(Duration.ofDays(30)));
    }
}
