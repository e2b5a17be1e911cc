package dev.apitoken.operator;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Health, readiness and metrics, for the kubelet and for Prometheus. Nothing here changes anything. */
final class ManagementServer implements AutoCloseable {
    private static final int OK = 200;
    private static final int UNAVAILABLE = 503;
    private static final int NOT_FOUND = 404;
    private static final String JSON = "application/json";

    private final HttpServer server;

    private ManagementServer(HttpServer server) {
        this.server = server;
    }

    static ManagementServer start(int port, BooleanSupplier alive, BooleanSupplier ready, Supplier<String> metrics) {
        try {
            var server = HttpServer.create(new InetSocketAddress(port), 0);
            server.createContext("/", exchange -> answer(exchange, NOT_FOUND, JSON, "{}"));
            server.createContext("/health", exact("/health", exchange -> health(exchange, alive)));
            server.createContext("/health/readiness", exact("/health/readiness", exchange -> health(exchange, ready)));
            server.createContext("/prometheus", exact("/prometheus", exchange -> scrape(exchange, metrics)));
            server.start();
            return new ManagementServer(server);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot listen on management port " + port, e);
        }
    }

    int port() {
        return server.getAddress().getPort();
    }

    @Override
    public void close() {
        server.stop(0);
    }

    /** A context matches whatever begins with its path. */
    private static HttpHandler exact(String path, HttpHandler handler) {
        return exchange -> {
            if (exchange.getRequestURI().getPath().equals(path)) {
                handler.handle(exchange);
            } else {
                answer(exchange, NOT_FOUND, JSON, "{}");
            }
        };
    }

    private static void health(HttpExchange exchange, BooleanSupplier isUp) throws IOException {
        boolean up = isUp.getAsBoolean();
        answer(exchange, up ? OK : UNAVAILABLE, JSON, up ? "{\"status\":\"UP\"}" : "{\"status\":\"DOWN\"}");
    }

    private static void scrape(HttpExchange exchange, Supplier<String> metrics) throws IOException {
        answer(exchange, OK, "text/plain; version=0.0.4; charset=utf-8", metrics.get());
    }

    private static void answer(HttpExchange exchange, int status, String type, String text) throws IOException {
        var body = text.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", type);
        boolean bodyless = exchange.getRequestMethod().equals("HEAD");
        exchange.sendResponseHeaders(status, bodyless ? -1 : body.length);
        try (var stream = exchange.getResponseBody()) {
            if (!bodyless) {
                stream.write(body);
            }
        }
    }
}
