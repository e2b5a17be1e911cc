package dev.apitoken.token.signing;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.apitoken.token.Claims;
import dev.apitoken.token.SignedToken;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;

/**
 * Writes and signs a token. The order of members is fixed, so that all tokens of one algorithm begin with the same
 * characters and secret scanners can find them.
 */
public final class TokenSigner {
    static final String TYPE = "at+jwt";

    private TokenSigner() {}

    /**
     * @throws TokenTooLongException beyond {@link SignedToken#MAX_LENGTH}
     * @throws IllegalArgumentException for claims that are no Unicode text (a lone surrogate)
     */
    public static SignedToken sign(Claims claims, SigningKey key) {
        var header = encode(json -> writeHeader(json, key));
        var payload = encode(json -> writeClaims(json, claims));
        var signature = Base64Url.encode(Signatures.sign(key, header, payload));
        var compact = header + "." + payload + "." + signature;
        if (compact.length() > SignedToken.MAX_LENGTH) {
            throw new TokenTooLongException(compact.length());
        }
        return new SignedToken(compact, claims, key.id());
    }

    private static void writeHeader(JsonGenerator json, SigningKey key) throws IOException {
        json.writeStringField("typ", TYPE);
        json.writeStringField("alg", key.algorithm().name());
        json.writeStringField("kid", key.id().value());
    }

    /** RFC 9068 section 2.2; {@code aud} is always an array, also of one. */
    private static void writeClaims(JsonGenerator json, Claims claims) throws IOException {
        json.writeStringField("iss", claims.issuer());
        json.writeStringField("sub", claims.user().value());
        json.writeArrayFieldStart("aud");
        for (var audience : claims.audiences()) {
            json.writeString(audience);
        }
        json.writeEndArray();
        json.writeNumberField("exp", claims.expiresAt().getEpochSecond());
        json.writeNumberField("iat", claims.notBefore().getEpochSecond());
        json.writeNumberField("nbf", claims.notBefore().getEpochSecond());
        json.writeStringField("jti", claims.id().value());
        json.writeStringField("client_id", claims.clientId());
    }

    private static String encode(Members members) {
        var text = new StringWriter();
        try (var json = StrictJson.FACTORY.createGenerator(text)) {
            json.writeStartObject();
            members.write(json);
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory", e);
        }
        return Base64Url.encode(StrictJson.encode(text.toString()));
    }

    private interface Members {
        void write(JsonGenerator json) throws IOException;
    }
}
