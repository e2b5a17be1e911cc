package dev.apitoken.token.secret;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.apitoken.token.signing.JwkSet;
import dev.apitoken.token.signing.KeyId;
import dev.apitoken.token.signing.KeyState;
import dev.apitoken.token.signing.PublishedKeys;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The Secret beside an issuer's signing keys that holds their public halves and nothing secret: with it, tokens stay
 * checkable when the signing keys are lost (rule C8).
 */
public final class PublishedKeysSecret {
    public static final String TYPE = "apitoken.dev/published-keys";

    private static final int FORMAT = 1;
    private static final String KEYS = "keys.json";
    private static final String JWKS = "jwks.json";

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private PublishedKeysSecret() {}

    /** The same keys give the same content. */
    public static SecretContent write(PublishedKeys keys) {
        var states = new TreeMap<String, KeyState>();
        keys.states().forEach((id, state) -> states.put(id.value(), state));
        var data = new TreeMap<String, byte[]>();
        data.put(KEYS, json(new Keys(FORMAT, keys.issuer(), states)));
        data.put(JWKS, keys.known().toJson().getBytes(StandardCharsets.UTF_8));
        return new SecretContent(TYPE, new TreeMap<>(), new TreeMap<>(), data);
    }

    /** Empty unless it is whole and as it was written. */
    public static Optional<PublishedKeys> read(SecretContent content) {
        try {
            var keys = JSON.readValue(text(content, KEYS), Keys.class);
            var states = new LinkedHashMap<KeyId, KeyState>();
            keys.states().forEach((id, state) -> states.put(new KeyId(id), state));
            return keys.format() == FORMAT
                    ? Optional.of(new PublishedKeys(keys.issuer(), JwkSet.parse(text(content, JWKS)), states))
                    : Optional.empty();
        } catch (JsonProcessingException | RuntimeException e) {
            return Optional.empty();
        }
    }

    private static String text(SecretContent content, String key) {
        return new String(content.data().getOrDefault(key, new byte[0]), StandardCharsets.UTF_8);
    }

    private static byte[] json(Keys keys) {
        try {
            return JSON.writeValueAsBytes(keys);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("an issuer's name is Unicode text", e);
        }
    }

    @JsonPropertyOrder({"format", "issuer", "states"})
    private record Keys(int format, String issuer, SortedMap<String, KeyState> states) {}
}
