package dev.apitoken.token.secret;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.apitoken.token.access.TokenEntry;
import dev.apitoken.token.signing.SigningAlgorithm;
import dev.apitoken.token.signing.TestKeys;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.zip.GZIPOutputStream;

/**
 * The Secret formats as hostile bytes. Each has one way to say no, and what is read is written and read again as the
 * same (R9).
 */
class SecretFuzzTest {
    @FuzzTest
    void a_head_is_read_whole_or_refused(byte[] input) throws UnreadableAccessException {
        AccessHead head;
        try {
            head = AccessSecret.readHead(Map.of("head.json", input));
        } catch (UnreadableAccessException refused) {
            return;
        }
        assertThat(AccessHeadJson.read(AccessHeadJson.write(head))).isEqualTo(head);
    }

    @FuzzTest
    void a_shard_is_read_whole_or_refused(byte[] input) throws UnreadableAccessException, IOException {
        for (byte[] packed : List.of(input, gzip(input))) {
            List<TokenEntry> entries;
            try {
                entries = ShardJson.read(packed, new SharedValues());
            } catch (UnreadableAccessException refused) {
                continue;
            }
            assertThat(ShardJson.read(ShardJson.write(entries).bytes(), new SharedValues()))
                    .isEqualTo(entries);
        }
    }

    private static byte[] gzip(byte[] bytes) throws IOException {
        var packed = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(packed)) {
            gzip.write(bytes);
        }
        return packed.toByteArray();
    }

    /** Annotations as {@code name=value} lines, then a null byte and the token's item. */
    @FuzzTest
    void a_token_secret_is_intact_or_damaged(byte[] input) {
        String[] parts = new String(input, StandardCharsets.ISO_8859_1).split("\0", 2);
        var annotations = new TreeMap<String, String>();
        parts[0].lines()
                .map(line -> line.split("=", 2))
                .forEach(pair -> annotations.put("apitoken.dev/" + pair[0], pair[pair.length - 1]));
        var content =
                content(annotations, Map.of("token", parts[parts.length - 1].getBytes(StandardCharsets.ISO_8859_1)));

        var stored = TokenSecret.read(content, SecretItem.DEFAULT, TestKeys.published(SigningAlgorithm.ES256), 3);

        assertThat(stored).isNotNull();
        assertThat(TokenEnds.said(content)).doesNotContainValue(null);
        assertThat(TokenEnds.proven(content, TestKeys.published(SigningAlgorithm.ES256)))
                .isEmpty();
        assertThat(TokenSecret.restartsDue(content)).isNotNull();
        assertThat(TokenSecret.reason(content)).isNotNull();
        assertThat(TokenSecret.issuedFor(content)).isNotNull();
        assertThat(TokenSecret.ended(content, TestKeys.ISSUED).annotations()).containsKey("apitoken.dev/ends-at");
    }

    /** The ring, the public keys and one private key, a null byte between them. */
    @FuzzTest
    void a_key_ring_is_whole_or_corrupt(byte[] input) {
        String[] parts = new String(input, StandardCharsets.ISO_8859_1).split("\0", 3);
        var data = new TreeMap<String, byte[]>();
        var names = List.of("ring.json", "jwks.json", "atk-AAAAAAAAAAAAAAAA.p8");
        for (int i = 0; i < parts.length; i++) {
            data.put(names.get(i), parts[i].getBytes(StandardCharsets.ISO_8859_1));
        }
        data.put("keys.json", parts[0].getBytes(StandardCharsets.ISO_8859_1));
        var content = content(Collections.emptySortedMap(), data);
        try {
            var ring = KeyRingSecret.read(content);
            assertThat(KeyRingSecret.read(KeyRingSecret.write(ring))).isEqualTo(ring);
        } catch (CorruptKeyRingException corrupt) {
            assertThat(corrupt).hasNoCause();
        }
        PublishedKeysSecret.read(content)
                .ifPresent(keys -> assertThat(PublishedKeysSecret.read(PublishedKeysSecret.write(keys)))
                        .contains(keys));
    }

    private static SecretContent content(SortedMap<String, String> annotations, Map<String, byte[]> data) {
        return new SecretContent(TokenSecret.TYPE, new TreeMap<>(), annotations, new TreeMap<>(data));
    }
}
