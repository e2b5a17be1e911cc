package dev.apitoken.token.secret;

import static dev.apitoken.token.secret.ShardJson.expect;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.apitoken.token.Digest;
import dev.apitoken.token.TokenId;
import dev.apitoken.token.User;
import dev.apitoken.token.access.TokenEntry;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** One entry of a shard. Fields stand in one order, so a reader needs no map and equal entries are equal bytes. */
final class TokenEntryJson {
    private TokenEntryJson() {}

    static void write(TokenEntry entry, JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeStringField("digest", entry.digest().hex());
        json.writeStringField("id", entry.id().value());
        json.writeStringField("user", entry.user().value());
        json.writeStringField("namespace", entry.namespace());
        json.writeStringField("issuer", entry.issuer());
        json.writeNumberField("until", entry.acceptedUntil().getEpochSecond());
        json.writeArrayFieldStart("roles");
        for (var role : entry.roles()) {
            json.writeString(role);
        }
        json.writeEndArray();
        if (entry.sources().isPresent()) {
            json.writeArrayFieldStart("sources");
            for (var range : entry.sources().get().ranges()) {
                json.writeString(range.toString());
            }
            json.writeEndArray();
        }
        json.writeEndObject();
    }

    /** Reads the entry whose opening brace was the last token. */
    static TokenEntry read(JsonParser json, SharedValues shared) throws IOException, UnreadableAccessException {
        var digest = Digest.fromHex(text(json, "digest"));
        var id = new TokenId(text(json, "id"));
        var user = new User(shared.word(text(json, "user")));
        var namespace = shared.word(text(json, "namespace"));
        var issuer = shared.word(text(json, "issuer"));
        expect("until".equals(json.nextFieldName()) && json.nextToken() == JsonToken.VALUE_NUMBER_INT);
        var acceptedUntil = Instant.ofEpochSecond(json.getLongValue());
        expect("roles".equals(json.nextFieldName()));
        var roles = shared.roles(texts(json));
        if (json.nextToken() == JsonToken.END_OBJECT) {
            return new TokenEntry(digest, id, user, namespace, issuer, acceptedUntil, roles, Optional.empty());
        }
        expect("sources".equals(json.currentName()));
        var sources = shared.sources(texts(json));
        expect(json.nextToken() == JsonToken.END_OBJECT);
        return new TokenEntry(digest, id, user, namespace, issuer, acceptedUntil, roles, sources);
    }

    private static String text(JsonParser json, String name) throws IOException, UnreadableAccessException {
        expect(name.equals(json.nextFieldName()) && json.nextToken() == JsonToken.VALUE_STRING);
        return json.getText();
    }

    private static List<String> texts(JsonParser json) throws IOException, UnreadableAccessException {
        expect(json.nextToken() == JsonToken.START_ARRAY);
        var texts = new ArrayList<String>();
        while (json.nextToken() == JsonToken.VALUE_STRING) {
            texts.add(json.getText());
        }
        expect(json.currentToken() == JsonToken.END_ARRAY);
        return List.copyOf(texts);
    }
}
