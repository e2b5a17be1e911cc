package dev.apitoken.token.secret;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.apitoken.token.access.IssuerKeys;
import dev.apitoken.token.signing.JwkSet;
import dev.apitoken.token.signing.KeyId;
import dev.apitoken.token.signing.SigningAlgorithm;
import dev.apitoken.token.signing.VerificationKey;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;

/** An issuer and its public keys as they stand in the head. */
final class IssuerKeysJson {
    private IssuerKeysJson() {}

    static ObjectNode write(IssuerKeys issuer) {
        var json = JsonNodeFactory.instance.objectNode().put("issuer", issuer.issuer());
        var keys = json.putArray("keys");
        issuer.keys()
                .keys()
                .values()
                .forEach(key -> keys.addObject()
                        .put("kid", key.id().value())
                        .put("alg", key.algorithm().name())
                        .put(
                                "spki",
                                Base64.getEncoder().encodeToString(key.key().getEncoded())));
        return json;
    }

    static IssuerKeys read(JsonFields json) throws UnreadableAccessException {
        var keys = new ArrayList<VerificationKey>();
        for (var key : json.objects("keys")) {
            var algorithm = key.word("alg", SigningAlgorithm.class);
            keys.add(new VerificationKey(
                    key.parsed("kid", KeyId::new), algorithm, key.parsed("spki", spki -> publicKey(algorithm, spki))));
            key.end();
        }
        var issuer = new IssuerKeys(json.text("issuer"), JwkSet.of(keys));
        json.end();
        return issuer;
    }

    private static PublicKey publicKey(SigningAlgorithm algorithm, String spki) {
        try {
            return KeyFactory.getInstance(algorithm.name().startsWith("ES") ? "EC" : "RSA")
                    .generatePublic(new X509EncodedKeySpec(Base64.getDecoder().decode(spki)));
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("not a public key", e);
        }
    }
}
