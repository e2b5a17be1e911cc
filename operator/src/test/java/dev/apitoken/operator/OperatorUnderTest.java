package dev.apitoken.operator;

import dev.apitoken.program.LogLevel;
import dev.apitoken.testkit.Cluster;
import dev.apitoken.testkit.MovableClock;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.TreeSet;

/** The whole operator in this JVM, against a real API server, with a clock that the test moves. */
public final class OperatorUnderTest implements AutoCloseable {
    private static final Duration DUE_SCAN = Duration.ofMillis(200);

    private final Cluster cluster;
    private final MovableClock clock;
    private final OperatorConfig config;
    private ApitokenOperator running;

    private OperatorUnderTest(Cluster cluster, MovableClock clock, OperatorConfig config) {
        this.cluster = cluster;
        this.clock = clock;
        this.config = config;
        this.running = launch();
    }

    /** Watches every namespace and keeps its keys in one of its own. */
    public static OperatorUnderTest start(Cluster cluster) {
        return start(cluster, false);
    }

    public static OperatorUnderTest startWithDefaultIssuer(Cluster cluster) {
        return start(cluster, true);
    }

    private static OperatorUnderTest start(Cluster cluster, boolean defaultIssuer) {
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
        return new OperatorUnderTest(cluster, MovableClock.at("2026-11-22T10:00:00Z"), config);
    }

    /** One more of the same install with the same clock; without leader election both act. */
    public OperatorUnderTest another() {
        return new OperatorUnderTest(cluster, clock, config);
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

    private ApitokenOperator launch() {
        return ApitokenOperator.start(config, cluster.client().getConfiguration(), clock);
    }
}
