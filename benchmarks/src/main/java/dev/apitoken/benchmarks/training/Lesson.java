package dev.apitoken.benchmarks.training;

import dev.apitoken.benchmarks.load.LoadClient;
import dev.apitoken.benchmarks.load.Workload;
import dev.apitoken.benchmarks.sample.Listing;
import dev.apitoken.benchmarks.sample.TokenStock;
import dev.apitoken.testkit.Eventually;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/** What a validator meets in its life, some of it often enough that the JVM learns which way it usually goes. */
record Lesson(int port, int management, TokenStock stock) {
    private static final int CONNECTIONS = 16;
    private static final Duration OFTEN = Duration.ofSeconds(4);
    private static final Duration SOMETIMES = Duration.ofSeconds(1);
    private static final int FEW = 20;

    void teach() throws IOException, InterruptedException {
        try (var http = HttpClient.newHttpClient()) {
            Eventually.eventually(() -> {
                if (status(http, management, "/health/readiness", "") != 200) {
                    throw new IllegalStateException("not ready");
                }
            });
            for (int i = 0; i < FEW; i++) {
                status(http, management, "/health", "");
                status(http, management, "/prometheus", "");
                status(http, port, "/apitoken/me", stock.values(1).getFirst());
                status(http, port, "/elsewhere", stock.values(1).getFirst());
                status(http, port, "/orders/../x", "");
                post(http, stock.values(1).getFirst());
            }
        }
        traffic();
    }

    private void traffic() {
        var good = Workload.get(Listing.PATH, stock.values());
        var unknown = Workload.get(Listing.PATH, stock.unknown(FEW)).answeredBy(401);
        var asked = Workload.get("/apitoken/auth", stock.values());
        try (var client = new LoadClient()) {
            var gate = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
            load(client, gate, good, OFTEN);
            load(client, gate, unknown, SOMETIMES);
            load(client, gate, asked.answeredBy(403), SOMETIMES);
        }
    }

    private static void load(LoadClient client, InetSocketAddress gate, Workload workload, Duration time) {
        try (var session = client.connect(gate, CONNECTIONS, workload)) {
            session.asFastAsAnswered(time);
        }
    }

    private static int status(HttpClient http, int at, String path, String token)
            throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + at + path))
                .header("Authorization", "Bearer " + token)
                .build();
        return http.send(request, BodyHandlers.ofString()).statusCode();
    }

    private void post(HttpClient http, String token) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/orders"))
                .header("Cookie", "theme=dark; X-API-KEY=" + token)
                .POST(HttpRequest.BodyPublishers.ofString("{\"item\":1}"))
                .build();
        http.send(request, BodyHandlers.discarding());
    }
}
