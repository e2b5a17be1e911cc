package dev.apitoken.operator.fault;

import dev.apitoken.operator.OperatorUnderTest;
import dev.apitoken.testkit.Cluster;
import dev.apitoken.testkit.MovableClock;
import dev.apitoken.testkit.fault.Call;
import dev.apitoken.testkit.fault.FaultProxy;
import dev.apitoken.testkit.fault.Recorded;
import dev.apitoken.testkit.fault.Verb;
import io.fabric8.kubernetes.client.Config;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import org.awaitility.Awaitility;

/** An operator, the proxy before it, and those that were killed before them. */
final class Rig implements AutoCloseable {
    private static final Duration QUIET = Duration.ofMillis(1500);
    private static final Duration PATIENCE = Duration.ofSeconds(120);

    private final Config apiServer;
    private final List<FaultProxy> proxies = new ArrayList<>();
    private OperatorUnderTest operator;

    private Rig(Cluster cluster, Config apiServer) {
        proxies.add(FaultProxy.before(apiServer));
        this.apiServer = apiServer;
        this.operator = OperatorUnderTest.start(cluster, proxy().config());
    }

    static Rig start(Cluster cluster) {
        return new Rig(cluster, cluster.client().getConfiguration());
    }

    /** @param apiServer who the operator is there, and what it may do */
    static Rig start(Cluster cluster, Config apiServer) {
        return new Rig(cluster, apiServer);
    }

    FaultProxy proxy() {
        return proxies.getLast();
    }

    MovableClock clock() {
        return operator.clock();
    }

    OperatorUnderTest operator() {
        return operator;
    }

    /** Where the signing keys are. */
    String namespace() {
        return operator.namespace();
    }

    /** As kill -9, and then a new process: to the API server there is no difference. */
    void killAndRestart() {
        kill();
        launch();
    }

    void kill() {
        proxy().cutOff();
        operator.close();
        proxy().close();
    }

    /** A second operator at once, with the same keys: as two leaders are. */
    OperatorUnderTest beside(FaultProxy another, MovableClock clock) {
        proxies.addFirst(another);
        return operator.another(another.config(), clock);
    }

    FaultProxy newProxy() {
        return FaultProxy.before(apiServer);
    }

    void launch() {
        proxies.add(FaultProxy.before(apiServer));
        operator = operator.another(proxy().config());
    }

    /** Every call of every instance so far. */
    List<Recorded> calls() {
        return proxies.stream().flatMap(proxy -> proxy.log().all().stream()).toList();
    }

    /** In the order of the changes, of all instances. */
    List<Recorded> committed(Predicate<Call> which) {
        return proxies.stream()
                .flatMap(proxy -> proxy.log().committed(which).stream())
                .sorted(Comparator.comparingLong(Recorded::resourceVersion))
                .toList();
    }

    /** What this instance asked for so far, the opening of watches apart. */
    int requests() {
        return (int) proxy().log().all().stream()
                .filter(recorded -> recorded.call().verb() != Verb.watch)
                .count();
    }

    /** Returns when nothing was written for a while: several due-scans long. */
    void awaitQuiet() {
        awaitQuiet(call -> true);
    }

    void awaitQuiet(Predicate<Call> which) {
        var writes = new AtomicInteger(-1);
        var since = new AtomicLong(System.nanoTime());
        Awaitility.await("no more writes")
                .atMost(PATIENCE)
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(50))
                .until(() -> {
                    int now = committed(which).size();
                    if (writes.getAndSet(now) != now) {
                        since.set(System.nanoTime());
                    }
                    return System.nanoTime() - since.get() > QUIET.toNanos();
                });
    }

    @Override
    public void close() {
        operator.close();
        proxies.forEach(FaultProxy::close);
    }
}
