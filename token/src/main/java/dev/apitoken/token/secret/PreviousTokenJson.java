package dev.apitoken.token.secret;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.apitoken.token.Digest;
import dev.apitoken.token.TokenId;
import dev.apitoken.token.rotation.PreviousToken;
import dev.apitoken.token.signing.KeyId;
import java.time.Instant;

/** The previous token as one line of JSON. */
final class PreviousTokenJson {
    private static final JsonMapper JSON = new JsonMapper();

    private PreviousTokenJson() {}

    static String write(PreviousToken previous) {
        return JSON.createObjectNode()
                .put("digest", previous.digest().hex())
                .put("id", previous.id().value())
                .put("keyId", previous.keyId().value())
                .put("issuedAt", previous.issuedAt().toString())
                .put("acceptedUntil", previous.acceptedUntil().toString())
                .toString();
    }

    /** @throws RuntimeException for anything else */
    static PreviousToken read(String text) {
        try {
            var json = JSON.readTree(text);
            return new PreviousToken(
                    Digest.fromHex(member(json, "digest")),
                    new TokenId(member(json, "id")),
                    new KeyId(member(json, "keyId")),
                    Instant.parse(member(json, "issuedAt")),
                    Instant.parse(member(json, "acceptedUntil")));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("not JSON");
        }
    }

    private static String member(JsonNode json, String name) {
        var member = json.get(name);
        if (member == null || !member.isTextual()) {
            throw new IllegalArgumentException(name + " is missing");
        }
        return member.textValue();
    }
}
