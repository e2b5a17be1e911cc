package dev.apitoken.acceptance;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Somebody's API. It knows nothing of tokens and believes the identity headers, since only the validator reaches it. */
public final class SampleApi implements AutoCloseable {
    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    private SampleApi(HttpServer server) {
        this.server = server;
    }

    public static SampleApi start() throws IOException {
        var api = new SampleApi(HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0));
        api.server.setExecutor(api.threads);
        api.server.createContext("/", SampleApi::answer);
        api.server.start();
        return api;
    }

    public String address() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    private static void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String user = exchange.getRequestHeaders().getFirst("X-ApiToken-User");
            String roles = exchange.getRequestHeaders().getFirst("X-ApiToken-Roles");
            var body = "%s %s for %s%s\n"
                    .formatted(
                            exchange.getRequestMethod(),
                            exchange.getRequestURI().getPath(),
                            user == null ? "anybody" : user,
                            roles == null || roles.isEmpty() ? "" : " as " + roles)
                    .getBytes(StandardCharsets.UTF_8);
            exchange.getRequestBody().readAllBytes();
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.close();
    }
}
