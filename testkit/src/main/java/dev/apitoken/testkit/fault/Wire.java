package dev.apitoken.testkit.fault;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** HTTP/1.1 on one connection, as much of it as a Kubernetes client speaks. */
final class Wire {
    private final Socket socket;
    private final InputStream in;
    private final OutputStream out;

    Wire(Socket socket) throws IOException {
        this.socket = socket;
        this.in = new BufferedInputStream(socket.getInputStream());
        this.out = socket.getOutputStream();
        socket.setTcpNoDelay(true);
    }

    InputStream in() {
        return in;
    }

    OutputStream out() {
        return out;
    }

    /** Empty when the client has closed the connection. */
    Optional<Request> read() throws IOException {
        var start = line();
        if (start.isEmpty()) {
            return Optional.empty();
        }
        var parts = start.get().split(" ", 3);
        var headers = headers();
        if (headers.containsKey("transfer-encoding")) {
            throw new IOException("a body in chunks is not understood here");
        }
        int length = Integer.parseInt(headers.getOrDefault("content-length", "0"));
        return Optional.of(new Request(parts[0], parts[1], headers, in.readNBytes(length)));
    }

    private Map<String, String> headers() throws IOException {
        var headers = new HashMap<String, String>();
        for (var line = line(); line.isPresent() && !line.get().isEmpty(); line = line()) {
            var text = line.get();
            int colon = text.indexOf(':');
            headers.put(
                    text.substring(0, colon).strip().toLowerCase(Locale.ROOT),
                    text.substring(colon + 1).strip());
        }
        return headers;
    }

    private Optional<String> line() throws IOException {
        var bytes = new ByteArrayOutputStream();
        int next = in.read();
        if (next < 0) {
            return Optional.empty();
        }
        for (; next != '\n'; next = in.read()) {
            if (next < 0) {
                throw new EOFException("cut in a line");
            }
            bytes.write(next);
        }
        return Optional.of(bytes.toString(StandardCharsets.ISO_8859_1).strip());
    }

    void write(Answer answer) throws IOException {
        head(answer);
        out.write(answer.body());
        out.flush();
    }

    void head(Answer answer) throws IOException {
        var text = new StringBuilder("HTTP/1.1 " + answer.status() + " -\r\nContent-Type: " + answer.contentType()
                + "\r\nContent-Length: " + answer.body().length + "\r\n");
        answer.retryAfter()
                .ifPresent(pause ->
                        text.append("Retry-After: ").append(pause.toSeconds()).append("\r\n"));
        write(text.append("\r\n").toString());
    }

    void write(String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.ISO_8859_1));
        out.flush();
    }

    /** Not a polite end: the client sees a reset. */
    void reset() {
        try {
            socket.setSoLinger(true, 0);
            socket.close();
        } catch (IOException e) {
            // Then it is closed already.
        }
    }

    void close() {
        try {
            socket.close();
        } catch (IOException e) {
            // Then it is closed already.
        }
    }
}
