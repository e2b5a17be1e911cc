package dev.apitoken.token.signing;

import java.util.Set;

/**
 * The protected header. It has three members and no other: {@code crit}, {@code b64}, {@code jwk}, {@code jku},
 * {@code x5c} and their kin could only make us do something we must not (RFC 8725 section 3.10).
 */
record JoseHeader(String algorithm, KeyId keyId) {
    private static final Set<String> MEMBERS = Set.of("typ", "alg", "kid");

    static JoseHeader read(byte[] json) throws MalformedTokenException {
        var reader = new JsonObjectReader(Verification.Refusal.Header);
        var draft = new Object() {
            String type = "";
            String algorithm = "";
            String keyId = "";
        };
        reader.read(json, (name, value) -> {
            switch (name) {
                case "typ" -> draft.type = reader.text(value);
                case "alg" -> draft.algorithm = reader.text(value);
                case "kid" -> draft.keyId = reader.text(value);
                default -> reader.require(false);
            }
        });
        reader.requireSeen(MEMBERS);
        reader.require(draft.type.equals(TokenSigner.TYPE));
        try {
            return new JoseHeader(draft.algorithm, new KeyId(draft.keyId));
        } catch (IllegalArgumentException e) {
            throw new MalformedTokenException(Verification.Refusal.Header);
        }
    }
}
