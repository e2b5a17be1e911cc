package dev.apitoken.testkit.fault;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Stands between a client and the API server: plain HTTP on loopback to the one, what its settings say to the other. It
 * forwards every call and keeps a record of it, unless a test says what is to go wrong. For any number of threads.
 */
public final class FaultProxy implements AutoCloseable {
    private final Config apiServer;
    private final Upstream upstream;
    private final ServerSocket listener;
    private final CallLog log = new CallLog();
    private final StaleView view = new StaleView();
    private final AtomicInteger calls = new AtomicInteger();
    private final Set<Wire> connections = ConcurrentHashMap.newKeySet();
    private final Set<WatchRelay> watches = ConcurrentHashMap.newKeySet();
    private volatile Function<Call, Fault> faults = call -> Fault.NONE;
    private volatile Function<Call, WatchFault> watchFaults = call -> new WatchFault.None();
    private volatile boolean away;

    private FaultProxy(Config apiServer, ServerSocket listener) {
        this.apiServer = apiServer;
        this.upstream = Upstream.of(apiServer);
        this.listener = listener;
    }

    public static FaultProxy before(Config apiServer) {
        try {
            var proxy = new FaultProxy(apiServer, new ServerSocket(0, 0, InetAddress.getLoopbackAddress()));
            Thread.ofVirtual().name("fault-proxy").start(proxy::accept);
            return proxy;
        } catch (IOException e) {
            throw new UncheckedIOException("no port for the fault proxy", e);
        }
    }

    public String address() {
        return "http://" + listener.getInetAddress().getHostAddress() + ":" + listener.getLocalPort();
    }

    /** For the client: the same user, by way of this proxy. */
    public Config config() {
        return new ConfigBuilder(apiServer)
                .withMasterUrl(address())
                .withTrustCerts(false)
                .build();
    }

    public CallLog log() {
        return log;
    }

    /** @param plan says for each call what becomes of it; asked once, before anything is forwarded */
    public void faults(Function<Call, Fault> plan) {
        faults = plan;
    }

    /** @param plan asked with the watch at each of its events */
    public void watchFaults(Function<Call, WatchFault> plan) {
        watchFaults = plan;
    }

    /** From now on these open watches are half-open: connected, and nothing comes any more. New ones work. */
    public void silence(Predicate<Call> which) {
        watches.stream().filter(watch -> which.test(watch.call())).forEach(WatchRelay::silence);
    }

    /** The API server is gone: every connection is reset, and every new one. To it this looks like kill -9 of the client. */
    public void cutOff() {
        away = true;
        connections.forEach(Wire::reset);
    }

    public void reconnect() {
        away = false;
    }

    /** From now on reads and watches show the cluster as it is now. */
    public void lagBehind() {
        view.freeze(now());
    }

    public void catchUp() {
        view.thaw();
    }

    @Override
    public void close() {
        cutOff();
        view.thaw();
        try {
            listener.close();
        } catch (IOException e) {
            // Nobody can reach it any more either way.
        }
        upstream.close();
    }

    private String now() {
        try (var client = new KubernetesClientBuilder().withConfig(apiServer).build()) {
            return client.namespaces().list().getMetadata().getResourceVersion();
        }
    }

    private void accept() {
        try {
            while (true) {
                var socket = listener.accept();
                Thread.ofVirtual().start(() -> serve(socket));
            }
        } catch (IOException e) {
            // Closed.
        }
    }

    private void serve(Socket socket) {
        try {
            var wire = new Wire(socket);
            connections.add(wire);
            try {
                serve(wire);
            } catch (IOException | RuntimeException e) {
                wire.reset();
            } finally {
                connections.remove(wire);
            }
        } catch (IOException e) {
            // The client has gone.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void serve(Wire wire) throws IOException, InterruptedException {
        for (var request = wire.read(); request.isPresent() && !away; request = wire.read()) {
            var call = Call.of(calls.incrementAndGet(), request.get());
            var exchange = new Exchange(call, request.get(), wire, upstream, view, log);
            boolean goesOn = call.verb() == Verb.watch ? watch(exchange) : exchange.answer(faults.apply(call));
            if (!goesOn) {
                return;
            }
        }
        wire.reset();
    }

    private boolean watch(Exchange exchange) throws IOException, InterruptedException {
        var fault = faults.apply(exchange.call());
        var opened = fault instanceof Fault.None ? exchange.openWatch() : Optional.<WatchRelay>empty();
        if (opened.isEmpty()) {
            return !(fault instanceof Fault.None) && exchange.answer(fault);
        }
        var watch = opened.get();
        watches.add(watch);
        try {
            watch.run(watched -> watchFaults.apply(watched), view);
        } finally {
            watches.remove(watch);
        }
        return false;
    }
}
