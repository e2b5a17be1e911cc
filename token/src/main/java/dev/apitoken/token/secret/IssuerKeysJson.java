package dev.apitoken.token.secret;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.apitoken.token.access.IssuerKeys;
import dev.apitoken.token.signing.JwkSet;

/** An issuer and its public keys as they stand in the head: a JWK set, as any other reader of one would expect it. */
final class IssuerKeysJson {
    private static final ObjectMapper JSON = new ObjectMapper();

    private IssuerKeysJson() {}

    static ObjectNode write(IssuerKeys issuer) {
        var json = JSON.createObjectNode().put("issuer", issuer.issuer());
        try {
            json.set("jwks", JSON.readTree(issuer.keys().toJson()));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a JWK set writes JSON", e);
        }
        return json;
    }

    static IssuerKeys read(JsonFields json) throws UnreadableAccessException {
        var issuer = new IssuerKeys(json.text("issuer"), json.madeOf("jwks", JwkSet::parse));
        json.end();
        return issuer;
    }
}
