package dev.apitoken.token.secret;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.apitoken.token.signing.JwkSet;
import dev.apitoken.token.signing.KeyId;
import dev.apitoken.token.signing.KeyRing;
import dev.apitoken.token.signing.KeyState;
import dev.apitoken.token.signing.RingKey;
import dev.apitoken.token.signing.SigningKeys;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The Secret that holds an issuer's signing keys: {@code ring.json} says which there are and where each stands in its
 * life, {@code jwks.json} holds the public halves, and {@code <key id>.p8} each private one (PKCS#8, DER).
 */
public final class KeyRingSecret {
    public static final String TYPE = "apitoken.dev/signing-keys";

    /** On every Secret of this type, so that one label selects them. */
    public static final String LABEL = "apitoken.dev/signing-keys";

    private static final int FORMAT = 1;
    private static final String RING = "ring.json";
    private static final String JWKS = "jwks.json";
    private static final String PRIVATE_SUFFIX = ".p8";

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private KeyRingSecret() {}

    /** The same ring gives the same content. */
    public static SecretContent write(KeyRing ring) {
        var data = new TreeMap<String, byte[]>();
        data.put(RING, json(ring));
        data.put(JWKS, ring.allKeys().toJson().getBytes(StandardCharsets.UTF_8));
        for (var key : ring.keys()) {
            data.put(key.id() + PRIVATE_SUFFIX, SigningKeys.toPkcs8(key.key()));
        }
        return new SecretContent(TYPE, new TreeMap<>(Map.of(LABEL, "")), new TreeMap<>(), data);
    }

    /** @throws CorruptKeyRingException unless every key is there, sound, and the two halves of each belong together */
    public static KeyRing read(SecretContent content) {
        var ring = parse(content.data());
        if (ring.format() != FORMAT) {
            throw new CorruptKeyRingException("the format of " + RING + " is " + ring.format() + ", not " + FORMAT);
        }
        try {
            var publicKeys = JwkSet.parse(text(content.data(), JWKS));
            var keys = ring.keys().stream()
                    .map(line -> line.key(publicKeys, content.data()))
                    .toList();
            return new KeyRing(ring.issuer(), keys);
        } catch (CorruptKeyRingException e) {
            throw e;
        } catch (RuntimeException e) {
            // Not kept as a cause: messages of parsers quote what they were given.
            throw new CorruptKeyRingException("a key or what is said of it is not as it was written");
        }
    }

    private static Ring parse(SortedMap<String, byte[]> data) {
        try {
            Ring ring = JSON.readValue(text(data, RING), Ring.class);
            // The four letters null are JSON too.
            if (ring != null) {
                return ring;
            }
        } catch (JsonProcessingException e) {
            // Its message quotes the text.
        }
        throw new CorruptKeyRingException(RING + " is not as it was written");
    }

    private static String text(SortedMap<String, byte[]> data, String name) {
        return new String(bytes(data, name), StandardCharsets.UTF_8);
    }

    private static byte[] bytes(SortedMap<String, byte[]> data, String name) {
        var bytes = data.get(name);
        if (bytes == null) {
            throw new CorruptKeyRingException(name + " is missing");
        }
        return bytes;
    }

    private static byte[] json(KeyRing ring) {
        try {
            return JSON.writeValueAsBytes(new Ring(
                    FORMAT, ring.issuer(), ring.keys().stream().map(KeyLine::of).toList()));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("an issuer's name is Unicode text", e);
        }
    }

    @JsonPropertyOrder({"format", "issuer", "keys"})
    @JsonIgnoreProperties(ignoreUnknown = true)
    private record Ring(int format, String issuer, List<KeyLine> keys) {
        private Ring {
            Objects.requireNonNull(issuer);
            Objects.requireNonNull(keys);
        }
    }

    /** What a later release may add is skipped: going back to this one must not look like damage. */
    @JsonPropertyOrder({"kid", "state", "createdAt", "publishedAt", "activeAt", "lastSignedExpiry"})
    @JsonIgnoreProperties(ignoreUnknown = true)
    @JsonInclude(JsonInclude.Include.NON_NULL)
    private record KeyLine(
            String kid,
            KeyState state,
            String createdAt,
            @Nullable String publishedAt,
            @Nullable String activeAt,
            @Nullable String lastSignedExpiry) {

        private KeyLine {
            Objects.requireNonNull(kid);
            Objects.requireNonNull(state);
            Objects.requireNonNull(createdAt);
        }

        static KeyLine of(RingKey key) {
            return new KeyLine(
                    key.id().value(),
                    key.state(),
                    key.key().createdAt().toString(),
                    key.publishedAt().map(Instant::toString).orElse(null),
                    key.activeAt().map(Instant::toString).orElse(null),
                    key.lastSignedExpiry().map(Instant::toString).orElse(null));
        }

        RingKey key(JwkSet publicKeys, SortedMap<String, byte[]> data) {
            var publicHalf = publicKeys
                    .find(new KeyId(kid))
                    .orElseThrow(() -> new CorruptKeyRingException("a public key is missing in " + JWKS));
            var pkcs8 = bytes(data, kid + PRIVATE_SUFFIX);
            return new RingKey(
                    SigningKeys.fromPkcs8(publicHalf, pkcs8, Instant.parse(createdAt)),
                    state,
                    Optional.ofNullable(publishedAt).map(Instant::parse),
                    Optional.ofNullable(activeAt).map(Instant::parse),
                    Optional.ofNullable(lastSignedExpiry).map(Instant::parse));
        }
    }
}
