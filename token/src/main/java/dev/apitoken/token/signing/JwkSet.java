package dev.apitoken.token.signing;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Public keys by key id (RFC 7517). Only indexed by what a token's header says, never extended by it. */
public record JwkSet(SortedMap<KeyId, VerificationKey> keys) {
    public static final JwkSet EMPTY = of(List.of());

    public JwkSet {
        var sorted = new TreeMap<KeyId, VerificationKey>(Comparator.comparing(KeyId::value));
        sorted.putAll(keys);
        keys = Collections.unmodifiableSortedMap(sorted);
    }

    public static JwkSet of(Collection<VerificationKey> keys) {
        var sorted = new TreeMap<KeyId, VerificationKey>(Comparator.comparing(KeyId::value));
        keys.forEach(key -> sorted.put(key.id(), key));
        return new JwkSet(sorted);
    }

    /**
     * Reads what {@link #toJson()} writes and nothing more liberal.
     *
     * @throws IllegalArgumentException for a private or unknown member, a weak key, a key under an id that is not its
     *     own or listed twice; the message shows nothing of the text
     */
    public static JwkSet parse(String json) {
        var keys = new TreeMap<KeyId, VerificationKey>(Comparator.comparing(KeyId::value));
        for (var jwk : keyArray(json)) {
            var key = Jwk.read(jwk);
            if (keys.put(key.id(), key) != null) {
                throw new IllegalArgumentException("a JWK set lists each key once");
            }
        }
        return new JwkSet(keys);
    }

    private static JsonNode keyArray(String json) {
        JsonNode set;
        try {
            set = StrictJson.MAPPER.readTree(json);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("not one JSON object");
        }
        var keys = set.get("keys");
        if (!set.isObject() || set.size() != 1 || keys == null || !keys.isArray()) {
            throw new IllegalArgumentException("a JWK set is an object with the one member keys");
        }
        return keys;
    }

    public Optional<VerificationKey> find(KeyId id) {
        return Optional.ofNullable(keys.get(id));
    }

    /** Public members only, sorted by key id: the same keys give the same text. */
    public String toJson() {
        var text = new StringWriter();
        try (var json = StrictJson.FACTORY.createGenerator(text)) {
            json.writeStartObject();
            json.writeArrayFieldStart("keys");
            for (var key : keys.values()) {
                Jwk.write(json, key);
            }
            json.writeEndArray();
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory", e);
        }
        return text.toString();
    }
}
