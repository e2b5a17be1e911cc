package dev.apitoken.token.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.tuple;

import dev.apitoken.token.signing.JwkSet;
import dev.apitoken.token.signing.KeyRing;
import dev.apitoken.token.signing.RingKey;
import dev.apitoken.token.signing.SigningAlgorithm;
import dev.apitoken.token.signing.SigningKey;
import dev.apitoken.token.signing.SigningKeys;
import dev.apitoken.token.signing.TestKeys;
import dev.apitoken.token.signing.TokenSigner;
import dev.apitoken.token.signing.TokenVerifier;
import dev.apitoken.token.signing.Verification;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class KeyRingSecretTest {
    private static final Instant ACTIVE = Instant.parse("2026-02-01T00:00:00Z");
    private static final SigningKey OLD = TestKeys.key(SigningAlgorithm.ES384);
    private static final SigningKey CURRENT = TestKeys.key(SigningAlgorithm.ES256);
    private static final SigningKey STOLEN = TestKeys.another(SigningAlgorithm.ES256);
    private static final SigningKey NEXT = TestKeys.key(SigningAlgorithm.ES512);
    private static final KeyRing RING = new KeyRing(
            "urn:apitoken:test",
            List.of(
                    RingKey.active(OLD, TestKeys.CREATED).retired(ACTIVE.plusSeconds(60)),
                    RingKey.active(CURRENT, ACTIVE),
                    RingKey.active(STOLEN, TestKeys.CREATED).compromised(),
                    RingKey.pending(NEXT)));

    private final SecretContent content = KeyRingSecret.write(RING);

    @Test
    void whatIsWrittenIsRead() {
        var back = KeyRingSecret.read(content);

        assertThat(back.issuer()).isEqualTo(RING.issuer());
        assertThat(back.states()).isEqualTo(RING.states());
        assertThat(back.keys())
                .extracting(
                        RingKey::id,
                        RingKey::activeAt,
                        RingKey::lastSignedExpiry,
                        key -> key.key().createdAt())
                .isEqualTo(RING.keys().stream()
                        .map(key -> tuple(
                                key.id(),
                                key.activeAt(),
                                key.lastSignedExpiry(),
                                key.key().createdAt()))
                        .toList());
        assertThat(back.allKeys()).isEqualTo(RING.allKeys());
    }

    @ParameterizedTest
    @EnumSource
    void everyKindOfKeySignsAgainAfterTheJourney(SigningAlgorithm algorithm) {
        var ring = new KeyRing("urn:test", List.of(RingKey.active(TestKeys.key(algorithm), ACTIVE)));

        var back = KeyRingSecret.read(KeyRingSecret.write(ring));
        var token =
                TokenSigner.sign(TestKeys.claims(), back.active().orElseThrow().key());

        assertThat(TokenVerifier.verify(token.reveal(), ring.publishedKeys()))
                .isInstanceOf(Verification.Verified.class);
    }

    @Test
    void theSameRingIsTheSameContent() {
        var reordered = new KeyRing(RING.issuer(), RING.keys().reversed());

        assertThat(KeyRingSecret.write(reordered).sameDataAs(content.data())).isTrue();
        assertThat(KeyRingSecret.write(KeyRingSecret.read(content)).sameDataAs(content.data()))
                .isTrue();
    }

    @Test
    void theFormatIsWhatItsDocumentationSays() {
        var ring = new KeyRing("urn:test", List.of(RingKey.active(CURRENT, ACTIVE), RingKey.pending(NEXT)));
        var data = KeyRingSecret.write(ring).data();
        var first = ring.keys().getFirst().id();

        assertThat(content.type()).isEqualTo("apitoken.dev/signing-keys");
        assertThat(content.labels()).containsOnlyKeys("apitoken.dev/signing-keys");
        assertThat(data).containsOnlyKeys("ring.json", "jwks.json", CURRENT.id() + ".p8", NEXT.id() + ".p8");
        assertThat(text(data, "ring.json"))
                .startsWith("{\"format\":1,\"issuer\":\"urn:test\",\"keys\":[{\"kid\":\"" + first + "\",\"state\":\"")
                .contains("{\"kid\":\"" + CURRENT.id()
                        + "\",\"state\":\"Active\",\"createdAt\":\"2026-01-01T00:00:00Z\","
                        + "\"activeAt\":\"2026-02-01T00:00:00Z\"}")
                .contains(
                        "{\"kid\":\"" + NEXT.id() + "\",\"state\":\"Pending\",\"createdAt\":\"2026-01-01T00:00:00Z\"}");
        assertThat(JwkSet.parse(text(data, "jwks.json"))).isEqualTo(ring.allKeys());
        assertThat(data.get(CURRENT.id() + ".p8")).isEqualTo(SigningKeys.toPkcs8(CURRENT));
    }

    @Test
    void anEmptyRingIsARing() {
        var empty = new KeyRing("urn:test", List.of());

        assertThat(KeyRingSecret.read(KeyRingSecret.write(empty))).isEqualTo(empty);
    }

    @Test
    void everyMissingPartIsNoticed() {
        for (var key : content.data().keySet()) {
            var data = new TreeMap<>(content.data());
            data.remove(key);
            assertCorrupt(data);
        }
        assertCorrupt(new TreeMap<>());
    }

    @Test
    void everyEmptiedOrCutPartIsNoticed() {
        for (var part : content.data().entrySet()) {
            var data = new TreeMap<>(content.data());
            data.put(part.getKey(), new byte[0]);
            assertCorrupt(data);
            data.put(part.getKey(), Arrays.copyOf(part.getValue(), part.getValue().length - 3));
            assertCorrupt(data);
        }
    }

    @Test
    void exchangedPrivateKeysAreNoticed() {
        var data = new TreeMap<>(content.data());
        data.put(CURRENT.id() + ".p8", SigningKeys.toPkcs8(STOLEN));

        assertCorrupt(data);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"format\":1|\"format\":2",
                "\"format\":1|\"format\":null",
                "\"format\":1,|''",
                "\"issuer\":\"urn:apitoken:test\",|''",
                "\"issuer\":\"urn:apitoken:test\"|\"issuer\":null",
                "\"state\":\"Active\"|\"state\":\"Retired\"",
                "\"state\":\"Active\"|\"state\":null",
                "\"state\":\"Pending\"|\"state\":\"Active\"",
                "2026-01-01T00:00:00Z|yesterday",
                "\"kid\":\"atk-|\"kid\":\"",
                "\"keys\"|\"key\"",
                "]}|]}x",
                "]}|,null]}",
            })
    void aRingThatSaysSomethingElseIsNoticed(String from, String to) {
        var ring = text(content.data(), "ring.json");
        assertThat(ring).contains(from);
        var data = new TreeMap<>(content.data());
        data.put("ring.json", ring.replace(from, to).getBytes(StandardCharsets.UTF_8));

        assertCorrupt(data);
    }

    /** Rule N1: none of the private bytes, in no encoding. */
    @ParameterizedTest
    @ValueSource(strings = {"ring.json", "jwks.json"})
    void noMessageShowsAPrivateKeyThatWasPutInTheWrongPlace(String part) {
        var secret = SigningKeys.toPkcs8(CURRENT);
        var data = new TreeMap<>(content.data());
        data.put(
                part,
                ("{\"keys\":[\"" + Base64.getEncoder().encodeToString(secret) + "\"]}")
                        .getBytes(StandardCharsets.US_ASCII));

        assertThatExceptionOfType(CorruptKeyRingException.class)
                .isThrownBy(() -> KeyRingSecret.read(with(data)))
                .withNoCause()
                .satisfies(e -> assertThat(e.getMessage())
                        .hasSizeLessThan(120)
                        .doesNotContain(
                                Base64.getEncoder().encodeToString(secret).substring(0, 20))
                        .doesNotContain(HexFormat.of().formatHex(secret).substring(0, 20)));
    }

    private void assertCorrupt(TreeMap<String, byte[]> data) {
        assertThatExceptionOfType(CorruptKeyRingException.class)
                .isThrownBy(() -> KeyRingSecret.read(with(data)))
                .withMessageStartingWith("signing keys unusable: ")
                .withNoCause();
    }

    private static SecretContent with(Map<String, byte[]> data) {
        return new SecretContent(KeyRingSecret.TYPE, new TreeMap<>(), new TreeMap<>(), new TreeMap<>(data));
    }

    private static String text(SortedMap<String, byte[]> data, String key) {
        return new String(Objects.requireNonNull(data.get(key)), StandardCharsets.UTF_8);
    }
}
