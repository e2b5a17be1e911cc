package dev.apitoken.token.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import dev.apitoken.token.Digest;
import dev.apitoken.token.SignedToken;
import dev.apitoken.token.TokenId;
import dev.apitoken.token.rotation.PreviousToken;
import dev.apitoken.token.rotation.TokenRecord;
import dev.apitoken.token.signing.JwkSet;
import dev.apitoken.token.signing.KeyId;
import dev.apitoken.token.signing.MissingProvider;
import dev.apitoken.token.signing.SigningAlgorithm;
import dev.apitoken.token.signing.SigningKey;
import dev.apitoken.token.signing.TestKeys;
import dev.apitoken.token.signing.TokenSigner;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** How long a key is needed (rule C6), told by Secrets that any tenant may have written. */
class TokenEndsTest {
    private static final SigningKey KEY = TestKeys.key(SigningAlgorithm.ES256);
    private static final SigningKey OLD_KEY = TestKeys.key(SigningAlgorithm.ES384);
    private static final JwkSet KEYS = JwkSet.of(List.of(KEY.verificationKey(), OLD_KEY.verificationKey()));
    private static final SignedToken TOKEN = TokenSigner.sign(TestKeys.claims(), KEY);
    private static final Instant ISSUED = TOKEN.claims().issuedAt();
    private static final Instant EXPIRY = TOKEN.claims().expiresAt();
    private static final Instant YEAR_9999 = Instant.parse("9999-01-01T00:00:00Z");

    @Test
    void aTokenNeedsItsKeyUntilItExpires() {
        var content = secret(TOKEN.reveal(), Optional.empty());

        assertThat(TokenEnds.said(content)).containsExactly(entry(KEY.id(), EXPIRY));
        assertThat(TokenEnds.proven(content, KEYS)).containsExactly(entry(KEY.id(), EXPIRY));
    }

    @Test
    void theTokenBeforeItNeedsItsOwnKeyUntilItsOverlapEnds() {
        var end = ISSUED.plus(Duration.ofDays(3));
        var content = secret(TOKEN.reveal(), Optional.of(previous(OLD_KEY.id(), end)));

        assertThat(TokenEnds.said(content)).containsOnly(entry(KEY.id(), EXPIRY), entry(OLD_KEY.id(), end));
        assertThat(TokenEnds.proven(content, KEYS)).containsOnly(entry(KEY.id(), EXPIRY), entry(OLD_KEY.id(), end));
    }

    @Test
    void aForgedTokenNeedsNoKeyHoweverLateItsExpiry() {
        var forged = forged(TOKEN.reveal(), "9999-01-01T00:00:00Z");
        var content = secret(forged, Optional.of(previous(OLD_KEY.id(), YEAR_9999)));

        assertThat(TokenEnds.said(content)).containsEntry(KEY.id(), YEAR_9999);
        assertThat(TokenEnds.proven(content, KEYS)).isEmpty();
    }

    @Test
    void anOverlapThatIsLongerThanThereAreNeedsTheKeyNoLongerThanTheLongest() {
        var content = secret(TOKEN.reveal(), Optional.of(previous(OLD_KEY.id(), YEAR_9999)));

        assertThat(TokenEnds.proven(content, KEYS)).containsEntry(OLD_KEY.id(), ISSUED.plus(Duration.ofDays(30)));
    }

    @Test
    void aTokenOfAnotherIssuerProvesNothing() {
        var content = secret(TOKEN.reveal(), Optional.of(previous(OLD_KEY.id(), ISSUED.plusSeconds(60))));

        assertThat(TokenEnds.proven(content, JwkSet.of(List.of(OLD_KEY.verificationKey()))))
                .isEmpty();
    }

    @Test
    void whatThisPlatformCannotCheckCounts() {
        var content = secret(TOKEN.reveal(), Optional.empty());

        assertThat(MissingProvider.during(() -> TokenEnds.proven(content, KEYS)))
                .containsExactly(entry(KEY.id(), EXPIRY));
    }

    private static SecretContent secret(String token, Optional<PreviousToken> previous) {
        var written = TokenSecret.write(
                SecretForm.plain("ci", "uid-1"),
                TOKEN,
                new TokenRecord(2, Optional.empty(), Optional.empty(), previous));
        var data = new TreeMap<String, byte[]>();
        data.put("token", token.getBytes(StandardCharsets.US_ASCII));
        return new SecretContent(written.type(), written.labels(), written.annotations(), data);
    }

    private static PreviousToken previous(KeyId key, Instant acceptedUntil) {
        return new PreviousToken(Digest.of("old"), new TokenId("old"), key, ISSUED.minusSeconds(60), acceptedUntil);
    }

    /** The signature stays, and does not fit any more. */
    private static String forged(String token, String expiry) {
        var parts = token.split("\\.");
        var claims = new String(Base64.getUrlDecoder().decode(parts[1]), StandardCharsets.UTF_8)
                .replaceFirst(
                        "\"exp\":[0-9]+", "\"exp\":" + Instant.parse(expiry).getEpochSecond());
        return parts[0] + "."
                + Base64.getUrlEncoder().withoutPadding().encodeToString(claims.getBytes(StandardCharsets.UTF_8)) + "."
                + parts[2];
    }
}
