package dev.apitoken.acceptance.proxies;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Sends bytes as they are, which no HTTP library would. */
record RawClient(int port) {
    private static final int PATIENCE = (int) Duration.ofSeconds(60).toMillis();

    record Answer(int status, List<Map.Entry<String, String>> headers, String body) {
        String value(String name) {
            return HttpText.first(headers, name).orElse("");
        }
    }

    /** @param from the address it comes from, in 127.0.0.0/8 */
    Answer send(String from, String request) throws IOException {
        try (var socket = new Socket()) {
            socket.bind(new InetSocketAddress(InetAddress.getByName(from), 0));
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), PATIENCE);
            socket.setSoTimeout(PATIENCE);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            return read(new BufferedInputStream(socket.getInputStream()), request.startsWith("HEAD "));
        }
    }

    private static Answer read(InputStream in, boolean bodiless) throws IOException {
        String[] words = HttpText.line(in).split(" ", 3);
        int status = Integer.parseInt(words[1]);
        var headers = HttpText.headers(in);
        if (status == 100) {
            return read(in, bodiless);
        }
        return new Answer(status, headers, bodiless ? "" : HttpText.body(headers, in));
    }
}
