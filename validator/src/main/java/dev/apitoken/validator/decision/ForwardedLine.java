package dev.apitoken.validator.decision;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One line of the Forwarded field (RFC 7239 section 4), read from left to right as its quotes demand. */
final class ForwardedLine {
    private final String line;
    private final List<String> nodes = new ArrayList<>();
    private int at;
    private @Nullable String node;

    private ForwardedLine(String line) {
        this.line = line;
    }

    /** The {@code for} of each element; empty if the line is not of that form, or an element says it never or twice. */
    static Optional<List<String>> read(String line) {
        var reader = new ForwardedLine(line);
        return reader.readElements() ? Optional.of(reader.nodes) : Optional.empty();
    }

    private boolean readElements() {
        while (true) {
            skipWhitespace();
            if (!readPair()) {
                return false;
            }
            skipWhitespace();
            boolean end = at == line.length();
            char separator = end ? ',' : line.charAt(at++);
            if (separator == ',') {
                if (node == null) {
                    return false;
                }
                nodes.add(node);
                node = null;
            } else if (separator != ';') {
                return false;
            }
            if (end) {
                return true;
            }
        }
    }

    private boolean readPair() {
        int start = at;
        skipToken();
        String name = line.substring(start, at);
        if (name.isEmpty() || at == line.length() || line.charAt(at++) != '=') {
            return false;
        }
        String value = at < line.length() && line.charAt(at) == '"' ? quoted() : token();
        if (value == null) {
            return false;
        }
        if (name.equalsIgnoreCase("for")) {
            if (node != null) {
                return false;
            }
            node = value;
        }
        return true;
    }

    /** Null: there is none. */
    private @Nullable String token() {
        int start = at;
        skipToken();
        return at == start ? null : line.substring(start, at);
    }

    /** Null: the quote never ends. */
    private @Nullable String quoted() {
        var value = new StringBuilder();
        at++;
        while (at < line.length()) {
            char c = line.charAt(at++);
            if (c == '"') {
                return value.toString();
            }
            if (c == '\\') {
                if (at == line.length()) {
                    return null;
                }
                c = line.charAt(at++);
            }
            value.append(c);
        }
        return null;
    }

    /** Wider than RFC 9110 allows: many proxies write {@code 192.0.2.1:80} without the quotes. */
    private void skipToken() {
        while (at < line.length() && " \t,;=\"".indexOf(line.charAt(at)) < 0) {
            at++;
        }
    }

    private void skipWhitespace() {
        while (at < line.length() && (line.charAt(at) == ' ' || line.charAt(at) == '\t')) {
            at++;
        }
    }
}
