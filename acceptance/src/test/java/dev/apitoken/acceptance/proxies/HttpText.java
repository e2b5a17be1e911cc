package dev.apitoken.acceptance.proxies;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** As much of HTTP/1.1 as both ends of a test need, and nothing made tidy. */
final class HttpText {
    private HttpText() {}

    /** Empty at the end of the stream too. */
    static String line(InputStream in) throws IOException {
        var text = new StringBuilder();
        for (int c = in.read(); c >= 0 && c != '\n'; c = in.read()) {
            text.append((char) c);
        }
        return text.toString().stripTrailing();
    }

    static List<Map.Entry<String, String>> headers(InputStream in) throws IOException {
        var headers = new ArrayList<Map.Entry<String, String>>();
        for (String line = line(in); !line.isEmpty(); line = line(in)) {
            int colon = line.indexOf(':');
            headers.add(Map.entry(
                    line.substring(0, colon), line.substring(colon + 1).strip()));
        }
        return headers;
    }

    /** @param headers what stands in a trailer is added */
    static String body(List<Map.Entry<String, String>> headers, InputStream in) throws IOException {
        if (first(headers, "Transfer-Encoding").isPresent()) {
            String text = chunks(in);
            headers.addAll(headers(in));
            return text;
        }
        int length = first(headers, "Content-Length").map(Integer::parseInt).orElse(0);
        return exactly(length, in);
    }

    static Optional<String> first(List<Map.Entry<String, String>> headers, String name) {
        return headers.stream()
                .filter(header -> header.getKey().equalsIgnoreCase(name))
                .map(Map.Entry::getValue)
                .findFirst();
    }

    private static String chunks(InputStream in) throws IOException {
        var text = new StringBuilder();
        for (int size = chunkSize(in); size > 0; size = chunkSize(in)) {
            text.append(exactly(size, in));
            line(in);
        }
        return text.toString();
    }

    private static int chunkSize(InputStream in) throws IOException {
        return Integer.parseInt(line(in).split(";", 2)[0].strip(), 16);
    }

    private static String exactly(int length, InputStream in) throws IOException {
        byte[] bytes = in.readNBytes(length);
        if (bytes.length < length) {
            throw new EOFException("the other end stopped within a body");
        }
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }
}
