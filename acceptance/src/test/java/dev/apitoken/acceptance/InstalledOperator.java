package dev.apitoken.acceptance;

import dev.apitoken.testkit.Cluster;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/** The operator as the chart installs it: its ServiceAccount, its rights and no others; the process is a plain one. */
record InstalledOperator(Program program) implements AutoCloseable {
    static final String NAMESPACE = "apitoken-system";

    static InstalledOperator start(Cluster cluster, Path home, Map<String, String> settings)
            throws IOException, InterruptedException {
        var install = Install.everywhere();
        install.applyTo(cluster, home);
        return install.start(cluster, home, settings);
    }

    String log() {
        return program.log();
    }

    /** What Prometheus would read now. */
    String metrics() throws IOException, InterruptedException {
        return get("/prometheus").body();
    }

    boolean isLeading() throws IOException, InterruptedException {
        return metrics().contains("apitoken_operator_leading 1.0");
    }

    HttpResponse<String> get(String path) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(program.management(path))
                .timeout(Duration.ofSeconds(10))
                .build();
        try (var client = HttpClient.newHttpClient()) {
            return client.send(request, HttpResponse.BodyHandlers.ofString());
        }
    }

    @Override
    public void close() {
        program.close();
    }
}
