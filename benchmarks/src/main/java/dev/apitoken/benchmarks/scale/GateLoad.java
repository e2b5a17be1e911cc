package dev.apitoken.benchmarks.scale;

import dev.apitoken.acceptance.Caller;
import dev.apitoken.acceptance.Caller.Credential;
import dev.apitoken.acceptance.Gate;
import dev.apitoken.acceptance.SampleApi;
import dev.apitoken.benchmarks.Progress;
import dev.apitoken.benchmarks.Spread;
import dev.apitoken.testkit.Cluster;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/** A validator in front of an API, and a client that keeps calling while its token is ended. */
final class GateLoad {
    private static final int OK = 200;
    private static final long SECOND = Duration.ofSeconds(1).toNanos();
    private static final long DEADLINE = Duration.ofSeconds(60).toNanos();
    private static final double NANOS_PER_MILLI = 1e6;

    private final KubernetesClient client;
    private final Load load;
    private final List<Double> lastAccepted = new ArrayList<>();
    private final List<Double> firstRefused = new ArrayList<>();
    private long acceptedAfterASecond;

    GateLoad(KubernetesClient client, Load load) {
        this.client = client;
        this.load = load;
    }

    /** @param tokens of one namespace, all of them live */
    ScaleResult.GateEnds end(List<Layout.Token> tokens, Cluster cluster, Path log, Progress progress)
            throws IOException {
        String namespace = tokens.getFirst().namespace();
        try (var upstream = SampleApi.start();
                var gate = Gate.start(
                        cluster,
                        new Gate.Place(namespace, Layout.POLICY, "default", upstream.address()),
                        log,
                        Map.of());
                var caller = Caller.at("127.0.0.1", gate.address())) {
            for (var token : tokens) {
                end(token, caller);
                progress.count("tokens ended in front of the validator", firstRefused.size(), tokens.size());
            }
        }
        return new ScaleResult.GateEnds(
                Spread.of(lastAccepted, "ms"), Spread.of(firstRefused, "ms"), acceptedAfterASecond);
    }

    private void end(Layout.Token token, Caller caller) {
        var credential = List.of(Credential.bearer(value(token)));
        if (status(caller, credential) != OK) {
            throw new IllegalStateException("the live token " + token + " is refused");
        }
        load.enable(token, false);
        long acknowledged = System.nanoTime();
        long accepted = acknowledged;
        for (long begun = System.nanoTime(); status(caller, credential) == OK; begun = System.nanoTime()) {
            accepted = begun;
            acceptedAfterASecond += begun - acknowledged > SECOND ? 1 : 0;
            if (begun - acknowledged > DEADLINE) {
                throw new IllegalStateException(token + " is still let in a minute after its end");
            }
        }
        firstRefused.add((System.nanoTime() - acknowledged) / NANOS_PER_MILLI);
        lastAccepted.add((accepted - acknowledged) / NANOS_PER_MILLI);
    }

    private static int status(Caller caller, List<Credential> credential) {
        return caller.call("GET", "/", credential).status();
    }

    private String value(Layout.Token token) {
        var secret = client.secrets()
                .inNamespace(token.namespace())
                .withName(token.name())
                .require();
        return new String(Base64.getDecoder().decode(secret.getData().get("token")), StandardCharsets.US_ASCII);
    }
}
