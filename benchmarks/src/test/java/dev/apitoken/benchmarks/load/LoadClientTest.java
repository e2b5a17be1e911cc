package dev.apitoken.benchmarks.load;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Against a real server: what is counted, and from when. */
class LoadClientTest {
    private final LoadClient client = new LoadClient();
    private final AtomicInteger seen = new AtomicInteger();
    private HttpServer server;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", exchange -> {
            boolean good = "Bearer good".equals(exchange.getRequestHeaders().getFirst("Authorization"));
            seen.incrementAndGet();
            exchange.sendResponseHeaders(good ? 200 : 401, 2);
            exchange.getResponseBody().write(new byte[] {'o', 'k'});
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void stop() {
        client.close();
        server.stop(0);
    }

    private LoadReport run(List<String> tokens, int perSecond) {
        try (var session = client.connect(server.getAddress(), 4, Workload.get("/", tokens))) {
            return session.atRate(perSecond, Duration.ofMillis(500));
        }
    }

    @Test
    void as_many_are_sent_as_the_rate_says() {
        var report = run(List.of("good"), 100);

        assertThat(report.answered()).isEqualTo(50);
        assertThat(seen).hasValue(50);
        assertThat(report.wrong() + report.missing()).isZero();
    }

    @Test
    void an_answer_with_another_status_is_wrong_and_not_fast() {
        var report = run(List.of("good", "bad"), 100);

        assertThat(report.answered()).isEqualTo(25);
        assertThat(report.wrong()).isEqualTo(25);
        assertThat(report.latencies().count()).isEqualTo(25);
    }

    @Test
    void a_server_that_stands_still_makes_those_late_that_were_due_meanwhile() throws Exception {
        var stands = new CountDownLatch(1);
        server.createContext("/slow", exchange -> {
            try {
                stands.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            exchange.sendResponseHeaders(200, 1);
            exchange.getResponseBody().write('x');
            exchange.close();
        });
        Thread.ofVirtual().start(() -> {
            java.util.concurrent.locks.LockSupport.parkNanos(
                    Duration.ofMillis(600).toNanos());
            stands.countDown();
        });
        try (var session = client.connect(server.getAddress(), 1, Workload.get("/slow", List.of("good")))) {
            var report = session.atRate(100, Duration.ofMillis(500));

            assertThat(report.answered()).isEqualTo(50);
            assertThat(report.latencies().micros(0.02))
                    .as("one connection, so all wait")
                    .isGreaterThan(90_000);
        }
    }
}
