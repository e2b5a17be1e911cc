package dev.apitoken.operator;

import dev.apitoken.operator.kubernetes.Clocks;
import dev.apitoken.program.LogLevel;
import dev.apitoken.testkit.Cluster;
import dev.apitoken.testkit.MovableClock;
import io.fabric8.kubernetes.client.Config;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.TreeSet;

/** The whole operator in this JVM, against a real API server, with a clock that the test moves. */
public final class OperatorUnderTest implements AutoCloseable {
    private static final Duration DUE_SCAN = Duration.ofMillis(200);

    private final Config apiServer;
    private final MovableClock clock;
    private final OperatorConfig config;
    private ApitokenOperator running;
    private volatile Duration skew = Duration.ZERO;

    private OperatorUnderTest(Config apiServer, MovableClock clock, OperatorConfig config) {
        this.apiServer = apiServer;
        this.clock = clock;
        this.config = config;
        this.running = launch();
    }

    /** Watches every namespace and keeps its keys in one of its own. */
    public static OperatorUnderTest start(Cluster cluster) {
        return start(cluster, cluster.client().getConfiguration(), false);
    }

    /** @param apiServer how it is to reach the API server of the cluster */
    public static OperatorUnderTest start(Cluster cluster, Config apiServer) {
        return start(cluster, apiServer, false);
    }

    public static OperatorUnderTest startWithDefaultIssuer(Cluster cluster) {
        return start(cluster, cluster.client().getConfiguration(), true);
    }

    /** With a clock that agrees with the API server's at first: for tests that compare with what it has noted. */
    public static OperatorUnderTest startInThePresent(Cluster cluster) {
        return start(
                cluster,
                cluster.client().getConfiguration(),
                false,
                MovableClock.at(Instant.now().truncatedTo(ChronoUnit.SECONDS)));
    }

    private static OperatorUnderTest start(Cluster cluster, Config apiServer, boolean defaultIssuer) {
        return start(cluster, apiServer, defaultIssuer, MovableClock.at("2026-11-22T10:00:00Z"));
    }

    private static OperatorUnderTest start(
            Cluster cluster, Config apiServer, boolean defaultIssuer, MovableClock clock) {
        var config = new OperatorConfig(
                Optional.empty(),
                new TreeSet<>(),
                cluster.newNamespace("operator"),
                false,
                OperatorConfig.DEFAULT_LEASE,
                defaultIssuer,
                0,
                LogLevel.Info,
                DUE_SCAN);
        return new OperatorUnderTest(apiServer, clock, config);
    }

    /** One more of the same install with the same clock; without leader election both act. */
    public OperatorUnderTest another() {
        return another(apiServer, clock);
    }

    /** @param apiServer how it is to reach the API server */
    public OperatorUnderTest another(Config apiServer) {
        return another(apiServer, clock);
    }

    public OperatorUnderTest another(Config apiServer, MovableClock clock) {
        return new OperatorUnderTest(apiServer, clock, config);
    }

    public MovableClock clock() {
        return clock;
    }

    /** Where the signing keys are. */
    public String namespace() {
        return config.namespace();
    }

    public URI managementAddress() {
        return URI.create("http://localhost:" + running.managementPort());
    }

    public void restart() {
        running.close();
        running = launch();
    }

    public void stop() {
        running.close();
    }

    @Override
    public void close() {
        running.close();
    }

    /** From now on the clocks differ by so much; at first they agree, wherever the test moves ours. */
    public void skewBy(Duration ahead) {
        skew = ahead;
    }

    private Instant apiServerTime(Instant sent) {
        return clock.instant().minus(skew);
    }

    private ApitokenOperator launch() {
        return ApitokenOperator.start(config, apiServer, new Clocks(clock, this::apiServerTime));
    }
}
