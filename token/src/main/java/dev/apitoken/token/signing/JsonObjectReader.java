package dev.apitoken.token.signing;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.HashSet;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/** Reads one part of a token: one JSON object from the first byte to the last. */
final class JsonObjectReader {
    /** What to do with a member; the parser stands on its value and must be left on its last token. */
    interface Member {
        void read(String name, JsonParser json) throws IOException, MalformedTokenException;
    }

    private final Verification.Refusal reason;
    private final Set<String> seen = new HashSet<>();

    JsonObjectReader(Verification.Refusal reason) {
        this.reason = reason;
    }

    void read(byte[] part, Member member) throws MalformedTokenException {
        // JSON allows white space around a value; a token of ours has none.
        require(part.length >= 2 && part[0] == '{' && part[part.length - 1] == '}');
        try (var json = StrictJson.parser(part)) {
            require(json.nextToken() == JsonToken.START_OBJECT);
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                var name = json.currentName();
                require(seen.add(name));
                json.nextToken();
                member.read(name, json);
            }
            require(json.currentToken() == JsonToken.END_OBJECT && json.nextToken() == null);
        } catch (IOException e) {
            throw new MalformedTokenException(reason);
        }
    }

    void requireSeen(Set<String> names) throws MalformedTokenException {
        require(seen.containsAll(names));
    }

    /** No control characters: java-jwt and others pass a NUL in a name on to code that cuts there. */
    String text(JsonParser json) throws IOException, MalformedTokenException {
        require(json.currentToken() == JsonToken.VALUE_STRING);
        var text = json.getText();
        require(!text.isEmpty() && text.chars().noneMatch(Character::isISOControl));
        return text;
    }

    long wholeNumber(JsonParser json) throws IOException, MalformedTokenException {
        require(json.currentToken() == JsonToken.VALUE_NUMBER_INT);
        return json.getLongValue();
    }

    SortedSet<String> texts(JsonParser json) throws IOException, MalformedTokenException {
        require(json.currentToken() == JsonToken.START_ARRAY);
        var texts = new TreeSet<String>();
        while (json.nextToken() != JsonToken.END_ARRAY) {
            require(texts.add(text(json)));
        }
        require(!texts.isEmpty());
        return texts;
    }

    void require(boolean condition) throws MalformedTokenException {
        if (!condition) {
            throw new MalformedTokenException(reason);
        }
    }
}
