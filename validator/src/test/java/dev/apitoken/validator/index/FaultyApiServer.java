package dev.apitoken.validator.index;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.apitoken.token.secret.SecretContent;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * Serves Secrets as the API server does, and says on a watch exactly what a test has written down for it. A watch ends
 * in good order 1.2 s after its last word.
 */
final class FaultyApiServer implements AutoCloseable {
    private final HttpServer server;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Map<String, SeenSecret> secrets = new ConcurrentHashMap<>();
    private final Queue<List<String>> watches = new ConcurrentLinkedQueue<>();
    private final Queue<Integer> statuses = new ConcurrentLinkedQueue<>();
    final Queue<Optional<String>> watchedFrom = new ConcurrentLinkedQueue<>();

    FaultyApiServer() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::answer);
        server.start();
    }

    String address() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/";
    }

    void store(String name, SeenSecret secret) {
        secrets.put(name, secret);
    }

    /** The next watch says these lines; without one, a watch says nothing. */
    void nextWatch(String... lines) {
        watches.add(List.of(lines));
    }

    /** The next requests, of whatever kind, are answered with these and nothing else. */
    void nextStatuses(Integer... next) {
        statuses.addAll(List.of(next));
    }

    static String shown(String type, SeenSecret secret) {
        return "{\"type\":\"" + type + "\",\"object\":" + json(secret) + "}";
    }

    static String error(int status) {
        return "{\"type\":\"ERROR\",\"object\":{\"kind\":\"Status\",\"code\":" + status + "}}";
    }

    static String bookmark(String version) {
        return "{\"type\":\"BOOKMARK\",\"object\":{\"metadata\":{\"resourceVersion\":\"" + version + "\"}}}";
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            Integer status = statuses.poll();
            String query = String.valueOf(exchange.getRequestURI().getQuery());
            if (status != null) {
                exchange.sendResponseHeaders(status, -1);
            } else if (query.contains("watch=true")) {
                watch(exchange, query);
            } else {
                get(exchange);
            }
        }
    }

    private void get(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        SeenSecret secret = secrets.get(path.substring(path.lastIndexOf('/') + 1));
        if (secret == null) {
            exchange.sendResponseHeaders(404, -1);
            return;
        }
        byte[] body = json(secret).getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(200, body.length);
        exchange.getResponseBody().write(body);
    }

    private void watch(HttpExchange exchange, String query) throws IOException {
        int from = query.indexOf("resourceVersion=");
        watchedFrom.add(from < 0 ? Optional.empty() : Optional.of(query.substring(from + 16)));
        exchange.sendResponseHeaders(200, 0);
        OutputStream out = exchange.getResponseBody();
        for (String line : Optional.ofNullable(watches.poll()).orElse(List.of())) {
            out.write((line + "\n").getBytes(StandardCharsets.UTF_8));
        }
        out.flush();
        try {
            boolean ignored = closed.await(1_200, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static String json(SeenSecret secret) {
        SecretContent content = secret.content();
        String data = content.data().entrySet().stream()
                .map(entry ->
                        "\"" + entry.getKey() + "\":\"" + Base64.getEncoder().encodeToString(entry.getValue()) + "\"")
                .collect(Collectors.joining(","));
        return "{\"metadata\":{\"resourceVersion\":\"" + secret.version() + "\"},\"type\":\"" + content.type()
                + "\",\"data\":{" + data + "}}";
    }

    @Override
    public void close() {
        closed.countDown();
        server.stop(0);
    }
}
