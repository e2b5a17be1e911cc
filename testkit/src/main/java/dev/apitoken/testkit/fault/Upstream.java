package dev.apitoken.testkit.fault;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.internal.SSLUtils;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;

/** The real API server. Who the client is goes on as it came: by its token, else by the certificate of the settings. */
final class Upstream implements AutoCloseable {
    private static final List<String> PASSED_ON = List.of("authorization", "accept", "content-type", "user-agent");

    private final URI address;
    private final HttpClient client;

    private Upstream(URI address, HttpClient client) {
        this.address = address;
        this.client = client;
    }

    static Upstream of(Config config) {
        try {
            var client = HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .sslContext(SSLUtils.sslContext(config))
                    .executor(Executors.newVirtualThreadPerTaskExecutor())
                    .build();
            return new Upstream(URI.create(config.getMasterUrl()), client);
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("the API server's certificates cannot be used", e);
        }
    }

    Answer call(Request request) throws IOException, InterruptedException {
        var response = client.send(toServer(request), BodyHandlers.ofByteArray());
        return new Answer(response.statusCode(), contentType(response), retryAfter(response), response.body());
    }

    /** Each line is an event. To be closed, from any thread. */
    HttpResponse<InputStream> watch(Request request) throws IOException, InterruptedException {
        return client.send(toServer(request), BodyHandlers.ofInputStream());
    }

    private HttpRequest toServer(Request request) {
        var body = request.body().length == 0 ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(request.body());
        var builder = HttpRequest.newBuilder(address.resolve(request.target())).method(request.method(), body);
        PASSED_ON.forEach(name -> request.header(name).ifPresent(value -> builder.header(name, value)));
        return builder.build();
    }

    static String contentType(HttpResponse<?> response) {
        return response.headers().firstValue("content-type").orElse("application/json");
    }

    private static Optional<Duration> retryAfter(HttpResponse<?> response) {
        return response.headers().firstValue("retry-after").map(Long::parseLong).map(Duration::ofSeconds);
    }

    @Override
    public void close() {
        client.shutdownNow();
    }
}
