package dev.apitoken.benchmarks.sample;

import dev.apitoken.token.Claims;
import dev.apitoken.token.SignedToken;
import dev.apitoken.token.TokenId;
import dev.apitoken.token.User;
import dev.apitoken.token.access.IssuerKeys;
import dev.apitoken.token.access.TokenEntry;
import dev.apitoken.token.signing.JwkSet;
import dev.apitoken.token.signing.SigningAlgorithm;
import dev.apitoken.token.signing.SigningKey;
import dev.apitoken.token.signing.SigningKeys;
import dev.apitoken.token.signing.TokenSigner;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.IntStream;

/** Tokens signed by one key with ES256, and some that nobody may let in. */
public final class TokenStock {
    public static final String ISSUER = "https://issuer.example/bench";
    public static final String AUDIENCE = "bench";
    public static final String ROLE = "reader";
    public static final String USER = "bench";

    private static final Duration LIFE = Duration.ofDays(1);

    private final SecureRandom random = new SecureRandom();
    private final Instant now;
    private final SigningKey key;
    private final List<SignedToken> tokens;

    /** @param count is signed at once, a tenth of a millisecond to a millisecond each */
    public TokenStock(int count, Instant now) {
        this.now = now;
        this.key = SigningKeys.generate(SigningAlgorithm.ES256, random, now.minus(LIFE));
        this.tokens = IntStream.range(0, count)
                .parallel()
                .mapToObj(number -> signed(key, ISSUER, AUDIENCE, now))
                .toList();
    }

    private SignedToken signed(SigningKey by, String issuer, String audience, Instant issuedAt) {
        return TokenSigner.sign(
                new Claims(
                        issuer,
                        new User(USER),
                        new TreeSet<>(List.of(audience)),
                        TokenId.random(random),
                        "6c4f0d3e-0000-4000-8000-000000000001",
                        issuedAt,
                        issuedAt.plus(LIFE)),
                by);
    }

    public List<String> values(int count) {
        return tokens.stream().limit(count).map(SignedToken::reveal).toList();
    }

    public List<String> values() {
        return values(tokens.size());
    }

    public List<TokenEntry> entries(int count) {
        return tokens.stream()
                .limit(count)
                .map(TokenStock::entry)
                .sorted(Comparator.comparing(entry -> entry.digest().hex()))
                .toList();
    }

    private static TokenEntry entry(SignedToken token) {
        return new TokenEntry(
                token.digest(),
                token.claims().id(),
                token.claims().user(),
                Listing.NAMESPACE,
                token.claims().issuer(),
                token.claims().expiresAt(),
                new TreeSet<>(List.of(ROLE)),
                Optional.empty());
    }

    /** Well-formed tokens of another key: on nobody's list, and with a signature that does not hold. */
    public List<String> unknown(int count) {
        SigningKey foreign = SigningKeys.generate(SigningAlgorithm.ES256, random, now);
        return IntStream.range(0, count)
                .mapToObj(number -> signed(foreign, ISSUER, AUDIENCE, now).reveal())
                .toList();
    }

    public String expired() {
        return signed(key, ISSUER, AUDIENCE, now.minus(LIFE).minus(LIFE)).reveal();
    }

    public String forSomebodyElse() {
        return signed(key, ISSUER, "elsewhere", now).reveal();
    }

    public String fromAnotherIssuer() {
        return signed(key, "https://other.example", AUDIENCE, now).reveal();
    }

    /** The first token, with one character of its payload changed. */
    public String tampered() {
        String value = tokens.getFirst().reveal();
        int at = value.indexOf('.') + 12;
        char other = value.charAt(at) == 'A' ? 'B' : 'A';
        return value.substring(0, at) + other + value.substring(at + 1);
    }

    public IssuerKeys issuerKeys() {
        return new IssuerKeys(ISSUER, JwkSet.of(List.of(key.verificationKey())));
    }

    public String publicKeyPem() {
        var encoder = Base64.getMimeEncoder(64, new byte[] {'\n'});
        return "-----BEGIN PUBLIC KEY-----\n"
                + encoder.encodeToString(key.verificationKey().key().getEncoded())
                + "\n-----END PUBLIC KEY-----\n";
    }
}
