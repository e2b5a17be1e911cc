package dev.apitoken.validator.gate;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** One HTTP/1 message as it stood on the wire, read without any library that might be kind to it. */
record HttpText(List<String> head, byte[] body, List<String> trailers) {
    static HttpText read(InputStream in, boolean response, boolean toHead) throws IOException {
        List<String> head = readHead(in);
        var framing = new HttpText(head, new byte[0], List.of());
        int status = response ? framing.status() : 0;
        if (toHead || status >= 100 && status < 200 || status == 204 || status == 304) {
            return framing;
        }
        if (!framing.values("Transfer-Encoding").isEmpty()) {
            return readChunked(in, head);
        }
        List<String> lengths = framing.values("Content-Length");
        if (!lengths.isEmpty()) {
            int length = Integer.parseInt(lengths.getFirst());
            byte[] body = in.readNBytes(length);
            if (body.length < length) {
                throw new EOFException("the body ended after " + body.length + " of " + length + " bytes");
            }
            return new HttpText(head, body, List.of());
        }
        return response ? new HttpText(head, in.readAllBytes(), List.of()) : framing;
    }

    /** @throws EOFException if the connection ends before the head does */
    static List<String> readHead(InputStream in) throws IOException {
        var lines = new ArrayList<String>();
        for (String line = readLine(in); !line.isEmpty(); line = readLine(in)) {
            lines.add(line);
        }
        return lines;
    }

    private static HttpText readChunked(InputStream in, List<String> head) throws IOException {
        var body = new ByteArrayOutputStream();
        while (true) {
            int size = Integer.parseInt(readLine(in).split(";")[0], 16);
            if (size == 0) {
                return new HttpText(head, body.toByteArray(), readHead(in));
            }
            byte[] chunk = in.readNBytes(size);
            if (chunk.length < size || !readLine(in).isEmpty()) {
                throw new EOFException("broken chunk");
            }
            body.write(chunk);
        }
    }

    static String readLine(InputStream in) throws IOException {
        var line = new ByteArrayOutputStream();
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) {
                throw new EOFException(line.size() == 0 ? "closed" : "closed within a line");
            }
            line.write(c);
        }
        String text = line.toString(StandardCharsets.ISO_8859_1);
        return text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
    }

    String firstLine() {
        return head.getFirst();
    }

    int status() {
        return Integer.parseInt(firstLine().split(" ")[1]);
    }

    String method() {
        return firstLine().split(" ")[0];
    }

    String target() {
        return firstLine().split(" ")[1];
    }

    List<String> values(String name) {
        return head.stream()
                .skip(1)
                .filter(line -> line.regionMatches(true, 0, name + ":", 0, name.length() + 1))
                .map(line -> line.substring(name.length() + 1).strip())
                .toList();
    }

    /** The only value. */
    String value(String name) {
        List<String> values = values(name);
        if (values.size() != 1) {
            throw new AssertionError(values.size() + " fields " + name + " in " + firstLine());
        }
        return values.getFirst();
    }

    List<String> names() {
        return head.stream()
                .skip(1)
                .map(line -> line.substring(0, line.indexOf(':')))
                .toList();
    }

    String text() {
        return new String(body, StandardCharsets.UTF_8);
    }
}
