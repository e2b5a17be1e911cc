package dev.apitoken.validator.gate;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.apitoken.token.access.IpAddress;
import dev.apitoken.validator.decision.Principal;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.Optional;

/** {@code /apitoken/me}: who the caller is, as far as this gate knows. */
final class WhoAmI {
    private static final JsonFactory JSON = new JsonFactory();

    private WhoAmI() {}

    static Reply answer(Principal principal, Optional<IpAddress> client) {
        var text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(text)) {
            json.writeStartObject();
            json.writeStringField("user", principal.user().value());
            json.writeStringField("namespace", principal.namespace());
            json.writeStringField("tokenId", principal.id().value());
            json.writeArrayFieldStart("roles");
            for (String role : principal.roles()) {
                json.writeString(role);
            }
            json.writeEndArray();
            json.writeStringField("expiresAt", principal.acceptedUntil().toString());
            json.writeStringField("address", client.map(IpAddress::toString).orElse("unknown"));
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("a string cannot fail to be written", e);
        }
        return Reply.json(HttpResponseStatus.OK, text.toString());
    }
}
