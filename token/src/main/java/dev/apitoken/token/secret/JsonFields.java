package dev.apitoken.token.secret;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Reads an object of the head, strictly: each field has its type, and {@link #end} refuses those nobody asked for. A
 * field unknown to this version may narrow what is allowed, so to pass over it would fail open.
 */
final class JsonFields {
    private final String place;
    private final JsonNode object;
    private final Set<String> read = new HashSet<>();

    JsonFields(String place, JsonNode object) throws UnreadableAccessException {
        this.place = place;
        this.object = object;
        if (!object.isObject()) {
            throw new UnreadableAccessException(place + " is not an object");
        }
    }

    String text(String name) throws UnreadableAccessException {
        return text(name, required(name));
    }

    Optional<String> optionalText(String name) throws UnreadableAccessException {
        read.add(name);
        var node = object.get(name);
        return node == null ? Optional.empty() : Optional.of(text(name, node));
    }

    boolean flag(String name) throws UnreadableAccessException {
        var node = required(name);
        if (!node.isBoolean()) {
            throw wrong(name);
        }
        return node.booleanValue();
    }

    long number(String name) throws UnreadableAccessException {
        var node = required(name);
        if (!node.isIntegralNumber() || !node.canConvertToLong()) {
            throw wrong(name);
        }
        return node.longValue();
    }

    int smallNumber(String name) throws UnreadableAccessException {
        long number = number(name);
        if (number != (int) number) {
            throw wrong(name);
        }
        return (int) number;
    }

    /** A text of which something is made; what the maker refuses, this refuses. */
    <T> T parsed(String name, Function<String, T> parse) throws UnreadableAccessException {
        return made(name, text(name), parse);
    }

    <E extends Enum<E>> E word(String name, Class<E> type) throws UnreadableAccessException {
        return parsed(name, word -> Enum.valueOf(type, word));
    }

    List<String> texts(String name) throws UnreadableAccessException {
        return parsedList(name, Function.identity());
    }

    <T> List<T> parsedList(String name, Function<String, T> parse) throws UnreadableAccessException {
        var list = new ArrayList<T>();
        for (var node : array(name)) {
            list.add(made(name, text(name, node), parse));
        }
        return list;
    }

    JsonFields object(String name) throws UnreadableAccessException {
        return new JsonFields(place + "." + name, required(name));
    }

    List<JsonFields> objects(String name) throws UnreadableAccessException {
        var list = new ArrayList<JsonFields>();
        for (var node : array(name)) {
            list.add(new JsonFields(place + "." + name, node));
        }
        return list;
    }

    /** An object that has a reader of its own, which takes it as text. */
    <T> T madeOf(String name, Function<String, T> parse) throws UnreadableAccessException {
        return made(name, required(name).toString(), parse);
    }

    void end() throws UnreadableAccessException {
        for (var field : object.properties()) {
            if (!read.contains(field.getKey())) {
                throw new UnreadableAccessException(place + " has a field that this version does not know");
            }
        }
    }

    UnreadableAccessException wrong(String name) {
        return new UnreadableAccessException(place + "." + name + " is not as this version writes it");
    }

    private JsonNode required(String name) throws UnreadableAccessException {
        read.add(name);
        var node = object.get(name);
        if (node == null) {
            throw wrong(name);
        }
        return node;
    }

    private JsonNode array(String name) throws UnreadableAccessException {
        var node = required(name);
        if (!node.isArray()) {
            throw wrong(name);
        }
        return node;
    }

    private String text(String name, JsonNode node) throws UnreadableAccessException {
        if (!node.isTextual()) {
            throw wrong(name);
        }
        return node.textValue();
    }

    private <T> T made(String name, String text, Function<String, T> parse) throws UnreadableAccessException {
        try {
            return parse.apply(text);
        } catch (RuntimeException e) {
            throw wrong(name);
        }
    }
}
