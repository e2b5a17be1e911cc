package dev.apitoken.validator.gate;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.apitoken.token.access.IpAddress;
import dev.apitoken.token.access.TokenEntry;
import dev.apitoken.validator.decision.Introspection;
import dev.apitoken.validator.index.AccessIndex;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What {@code /apitoken/introspect} answers (RFC 7662 section 2.2), see docs/reference/introspection.md. */
final class IntrospectionReply {
    private static final JsonFactory JSON = new JsonFactory();
    private static final Reply INACTIVE = Reply.json(HttpResponseStatus.OK, "{\"active\":false}");

    private IntrospectionReply() {}

    /** @return empty: the form does not name exactly one token */
    static Optional<Reply> to(Map<String, List<String>> form, AccessIndex index, Instant now) {
        List<String> tokens = form.getOrDefault("token", List.of());
        List<String> sources = form.getOrDefault("source", List.of());
        if (tokens.size() != 1 || sources.size() > 1) {
            return Optional.empty();
        }
        Optional<IpAddress> source = sources.stream().findFirst().flatMap(IpAddress::read);
        return Optional.of(Introspection.active(tokens.getFirst(), source, index, now)
                .map(entry -> active(entry, index.policy().audience()))
                .orElse(INACTIVE));
    }

    private static Reply active(TokenEntry entry, String audience) {
        var text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(text)) {
            json.writeStartObject();
            json.writeBooleanField("active", true);
            json.writeStringField("token_type", "Bearer");
            json.writeStringField("iss", entry.issuer());
            json.writeStringField("sub", entry.user().value());
            json.writeStringField("aud", audience);
            json.writeNumberField("exp", entry.acceptedUntil().getEpochSecond());
            json.writeStringField("jti", entry.id().value());
            json.writeStringField("namespace", entry.namespace());
            json.writeArrayFieldStart("roles");
            for (String role : entry.roles()) {
                json.writeString(role);
            }
            json.writeEndArray();
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("a string cannot fail to be written", e);
        }
        return Reply.json(HttpResponseStatus.OK, text.toString());
    }
}
