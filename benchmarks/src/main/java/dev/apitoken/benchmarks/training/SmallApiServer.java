package dev.apitoken.benchmarks.training;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.apitoken.token.secret.AccessSecret;
import dev.apitoken.token.secret.NamedSecret;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** As much of an API server as a validator needs: one Secret, over TLS, and a watch that has no news. */
final class SmallApiServer implements AutoCloseable {
    private static final int OK = 200;
    private static final int NOT_FOUND = 404;

    private final HttpsServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final String name;
    private final byte[] secret;

    SmallApiServer(NamedSecret head, SelfSigned identity) throws IOException, GeneralSecurityException {
        this.name = head.name();
        this.secret = json(head).getBytes(StandardCharsets.UTF_8);
        this.server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(identity.context()));
        server.setExecutor(threads);
        server.createContext("/", this::answer);
        server.start();
    }

    String kubeconfig(SelfSigned identity) {
        return """
                apiVersion: v1
                kind: Config
                clusters: [{name: small, cluster: {server: "https://127.0.0.1:%d", certificate-authority-data: %s}}]
                users: [{name: validator, user: {token: none}}]
                contexts: [{name: small, context: {cluster: small, user: validator}}]
                current-context: small
                """.formatted(server.getAddress().getPort(), identity.authorityData());
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            exchange.getRequestBody().readAllBytes();
            boolean ours = exchange.getRequestURI().getPath().endsWith("/secrets/" + name);
            if (String.valueOf(exchange.getRequestURI().getQuery()).contains("watch=true")) {
                exchange.sendResponseHeaders(OK, 0);
                exchange.getResponseBody().flush();
                awaitClose();
            } else if (ours) {
                exchange.sendResponseHeaders(OK, secret.length);
                exchange.getResponseBody().write(secret);
            } else {
                exchange.sendResponseHeaders(NOT_FOUND, -1);
            }
        }
    }

    private void awaitClose() {
        try {
            boolean ignored = closed.await(1, TimeUnit.MINUTES);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static String json(NamedSecret head) {
        String data = head.content().data().entrySet().stream()
                .map(file ->
                        "\"" + file.getKey() + "\":\"" + Base64.getEncoder().encodeToString(file.getValue()) + "\"")
                .collect(Collectors.joining(","));
        return "{\"kind\":\"Secret\",\"apiVersion\":\"v1\",\"metadata\":{\"name\":\"" + head.name()
                + "\",\"resourceVersion\":\"1\"},\"type\":\"" + AccessSecret.TYPE + "\",\"data\":{" + data + "}}";
    }

    @Override
    public void close() {
        closed.countDown();
        server.stop(0);
        threads.close();
    }
}
