package dev.apitoken.acceptance;

import dev.apitoken.testkit.Cluster;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** A validator in front of an API, with the rights of the ServiceAccount it runs as and no others. */
public record Gate(Program program, String address, URI metricsPage) implements AutoCloseable {
    /**
     * Which policy it enforces and as whom.
     *
     * @param upstream where it forwards what it lets in
     */
    public record Place(String namespace, String policy, String serviceAccount, String upstream) {}

    /** @param more settings beside those that every gate needs */
    public static Gate start(Cluster cluster, Place place, Path log, Map<String, String> more) {
        int port = FreePort.next();
        int management = FreePort.next();
        var settings = new HashMap<String, String>();
        settings.put(
                "KUBECONFIG",
                cluster.kubeconfigFor(place.namespace, place.serviceAccount).toString());
        settings.put("APITOKEN_POLICY", place.namespace + "/" + place.policy);
        settings.put("APITOKEN_SOURCE", "kubernetes");
        settings.put("APITOKEN_UPSTREAM", place.upstream);
        settings.put("APITOKEN_PORT", Integer.toString(port));
        settings.put("APITOKEN_MANAGEMENT_PORT", Integer.toString(management));
        settings.putAll(more);
        var repository = Repository.find();
        Program program = Program.start(
                        repository.program("validator"),
                        ValidatorJvm.of(repository).arguments(),
                        settings,
                        log)
                .awaitReady();
        return new Gate(
                program, "http://127.0.0.1:" + port, URI.create("http://127.0.0.1:" + management + "/prometheus"));
    }

    /** What a scrape returns. */
    public String metrics() throws IOException, InterruptedException {
        try (var client = HttpClient.newHttpClient()) {
            return client.send(HttpRequest.newBuilder(metricsPage).build(), HttpResponse.BodyHandlers.ofString())
                    .body();
        }
    }

    @Override
    public void close() {
        program.close();
    }
}
