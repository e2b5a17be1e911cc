package dev.apitoken.token.secret;

import static org.assertj.core.api.Assertions.assertThat;

import dev.apitoken.token.signing.KeyRing;
import dev.apitoken.token.signing.PublishedKeys;
import dev.apitoken.token.signing.RingKey;
import dev.apitoken.token.signing.SigningAlgorithm;
import dev.apitoken.token.signing.SigningKeys;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class PublishedKeysSecretTest {
    private static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");
    private static final RingKey OLD = key(SigningAlgorithm.ES256).compromised();
    private static final RingKey ACTIVE = key(SigningAlgorithm.ES384);
    private static final KeyRing RING = new KeyRing("urn:test", List.of(OLD, ACTIVE));
    private static final PublishedKeys KEYS = PublishedKeys.of(RING);

    @Test
    void whatIsWrittenIsReadBack() {
        assertThat(PublishedKeysSecret.read(PublishedKeysSecret.write(KEYS))).contains(KEYS);
    }

    @Test
    void noPrivateHalfIsInIt() {
        var written = PublishedKeysSecret.write(KEYS).data().values().stream()
                .map(bytes -> new String(bytes, StandardCharsets.UTF_8))
                .toList();

        assertThat(written).noneMatch(text -> text.contains("\"d\""));
        assertThat(PublishedKeysSecret.write(KEYS).data()).containsOnlyKeys("keys.json", "jwks.json");
    }

    @Test
    void aCompromisedKeyIsKnownAndNotAccepted() {
        assertThat(KEYS.known().keys()).containsOnlyKeys(OLD.id(), ACTIVE.id());
        assertThat(KEYS.accepted().keys()).containsOnlyKeys(ACTIVE.id());
    }

    @Test
    void aMissingOrAlteredPartMakesAllOfItUnreadable() {
        for (var key : List.of("keys.json", "jwks.json")) {
            var content = PublishedKeysSecret.write(KEYS);
            var without = new TreeMap<>(content.data());
            without.remove(key);
            var altered = new TreeMap<>(content.data());
            altered.put(key, "{}".getBytes(StandardCharsets.UTF_8));

            assertThat(PublishedKeysSecret.read(with(content, without))).isEmpty();
            assertThat(PublishedKeysSecret.read(with(content, altered))).isEmpty();
        }
    }

    private static SecretContent with(SecretContent content, TreeMap<String, byte[]> data) {
        return new SecretContent(content.type(), content.labels(), content.annotations(), data);
    }

    private static RingKey key(SigningAlgorithm algorithm) {
        return RingKey.active(SigningKeys.generate(algorithm, new SecureRandom(), NOW), NOW);
    }
}
