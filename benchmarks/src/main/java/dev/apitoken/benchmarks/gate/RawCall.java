package dev.apitoken.benchmarks.gate;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;

/** One request on a connection of its own, written by hand: no client of ours tidies it up. */
final class RawCall {
    private static final int PATIENCE = (int) Duration.ofSeconds(10).toMillis();
    private static final int STATUS_AT = "HTTP/1.1 ".length();

    private RawCall() {}

    /** @param text the whole answer, head and body */
    record Answer(int status, String text) {}

    static InetSocketAddress loopback(int port) {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    }

    /**
     * @param headers each line with its end
     * @return empty: nobody listens, or the connection broke off
     */
    static Optional<Answer> get(int port, String path, String headers) {
        try (var socket = new Socket()) {
            socket.connect(loopback(port), PATIENCE);
            socket.setSoTimeout(PATIENCE);
            String request =
                    "GET " + path + " HTTP/1.1\r\nHost: shop.example\r\nConnection: close\r\n" + headers + "\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            String text = new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
            return text.length() < STATUS_AT + 3
                    ? Optional.empty()
                    : Optional.of(new Answer(Integer.parseInt(text, STATUS_AT, STATUS_AT + 3, 10), text));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    static String bearer(String token) {
        return "Authorization: Bearer " + token + "\r\n";
    }
}
