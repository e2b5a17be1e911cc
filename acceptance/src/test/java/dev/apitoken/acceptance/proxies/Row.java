package dev.apitoken.acceptance.proxies;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.IntUnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * One line of requests.txt: a request, and what must become of it behind every proxy.
 *
 * @param from the last part of the address it comes from
 * @param headers separated by {@code ~}
 * @param expected a status, or the user as whom it is let in, then the target that the application gets if it is another
 * @param differing {@code proxy expected}, separated by commas, for proxies that see to it themselves
 */
record Row(String from, String request, String headers, String expected, String differing) {
    private static final Pattern LONG = Pattern.compile("\\{long:(\\d+)}");
    private static final Pattern HEX = Pattern.compile("\\\\x([0-9a-f]{2})");
    private static final Pattern TOKEN = Pattern.compile("\\{(\\w+)}");
    private static final int COLUMNS = 5;

    static Stream<Row> all() {
        try (var in = Objects.requireNonNull(Row.class.getResourceAsStream("requests.txt"))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .map(Row::parse);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Row parse(String line) {
        String[] cells = line.split("\\|\\|", COLUMNS + 1);
        if (cells.length != COLUMNS) {
            throw new IllegalArgumentException("not " + COLUMNS + " columns: " + line);
        }
        return new Row(cells[0].strip(), cells[1].strip(), cells[2].strip(), cells[3].strip(), cells[4].strip());
    }

    /** What must come of it. */
    sealed interface Expected {
        record Refused(int status) implements Expected {}

        /** @param user none: let in as nobody */
        record LetIn(Optional<String> user, String target) implements Expected {}
    }

    Expected expected(Proxy proxy) {
        for (String one : differing.split(",", -1)) {
            if (one.strip().startsWith(proxy.folder() + " ")) {
                return parse(one.strip().substring(proxy.folder().length() + 1), status -> status);
            }
        }
        return parse(expected, proxy::passedOn);
    }

    private Expected parse(String text, IntUnaryOperator passedOn) {
        String[] words = text.split(" ", 2);
        if (words[0].chars().allMatch(Character::isDigit)) {
            return new Expected.Refused(passedOn.applyAsInt(Integer.parseInt(words[0])));
        }
        return new Expected.LetIn(
                words[0].equals("nobody") ? Optional.empty() : Optional.of(words[0]),
                words.length == 2 ? words[1] : target());
    }

    String method() {
        return request.substring(0, request.indexOf(' '));
    }

    String target() {
        return unescaped(lengthened(request.substring(request.indexOf(' ') + 1)));
    }

    /** Whether HTTP/2 has words for it: no target but a path, no header that is about the connection. */
    boolean speaksHttp2() {
        return Stream.of("Connection:", "Transfer-Encoding:", "Expect:", " : ").noneMatch(headers::contains)
                && request.matches("[A-Z]+ [/?*].*")
                && !request.startsWith("CONNECT");
    }

    /** Names and values, as HTTP/1.1 would have them on its lines. */
    List<Map.Entry<String, String>> fields(Shop shop) {
        return headers.isEmpty()
                ? List.of()
                : Stream.of(filled(headers, shop).split(" ~ ", -1))
                        .map(header -> header.split(":", 2))
                        .map(parts -> Map.entry(parts[0], parts[1].strip()))
                        .toList();
    }

    String address() {
        return "127.0.0." + from;
    }

    /** As bytes on the wire, body included where the headers announce one. */
    String onTheWire(Shop shop) {
        var text = new StringBuilder(request).append(" HTTP/1.1\r\nHost: shop.example\r\n");
        if (!headers.isEmpty()) {
            Stream.of(headers.split(" ~ ", -1))
                    .forEach(header -> text.append(header).append("\r\n"));
        }
        return filled(text.toString(), shop) + "\r\n" + body();
    }

    private static String filled(String text, Shop shop) {
        return unescaped(TOKEN.matcher(lengthened(text))
                .replaceAll(match -> Matcher.quoteReplacement(token(match.group(1), shop))));
    }

    /** The body that the headers announce: three letters. */
    String body() {
        if (headers.contains("Transfer-Encoding: chunked")) {
            return "3\r\nabc\r\n0\r\n\r\n";
        }
        return headers.contains("Content-Length: 3") ? "abc" : "";
    }

    private static String token(String name, Shop shop) {
        if (!name.equals("altered")) {
            return shop.token(name);
        }
        String token = shop.token("reader");
        char first = token.charAt(token.lastIndexOf('.') + 1);
        return token.substring(0, token.lastIndexOf('.') + 1)
                + (first == 'A' ? 'B' : 'A')
                + token.substring(token.lastIndexOf('.') + 2);
    }

    private static String lengthened(String text) {
        return LONG.matcher(text).replaceAll(match -> "a".repeat(Integer.parseInt(match.group(1))));
    }

    private static String unescaped(String text) {
        return HEX.matcher(text)
                .replaceAll(
                        match -> Matcher.quoteReplacement(String.valueOf((char) Integer.parseInt(match.group(1), 16))));
    }

    @Override
    public String toString() {
        return request + (headers.isEmpty() ? "" : " ~ " + headers) + (from.equals("1") ? "" : " from " + address());
    }
}
