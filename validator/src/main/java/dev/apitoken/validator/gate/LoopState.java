package dev.apitoken.validator.gate;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What one event loop owns: its clients and its upstream connections. Touched by that loop only, so nothing here is
 * locked, and a request never changes threads (Q7).
 */
final class LoopState {
    static final long BEAT_MILLIS = 500;

    final GateSettings settings;
    final GateLoad load;
    final RequestRouter router;
    final GateMetrics metrics;
    final Optional<UpstreamPool> pool;

    private final Set<ClientConnection> clients = new LinkedHashSet<>();
    private volatile long beatAt = System.nanoTime();

    LoopState(
            GateSettings settings,
            GateLoad load,
            RequestRouter router,
            GateMetrics metrics,
            Optional<UpstreamPool> pool) {
        this.settings = settings;
        this.load = load;
        this.router = router;
        this.metrics = metrics;
        this.pool = pool;
    }

    void add(ClientConnection client) {
        clients.add(client);
    }

    void remove(ClientConnection client) {
        if (clients.remove(client)) {
            load.connectionEnded();
        }
    }

    /** One timer for all deadlines: a request then costs no timer of its own. */
    void beat() {
        long now = System.nanoTime();
        beatAt = now;
        for (ClientConnection client : List.copyOf(clients)) {
            client.beat(now);
        }
        pool.ifPresent(connections -> connections.closeAged(now));
    }

    boolean hasBeatenSince(long instant) {
        return beatAt - instant > 0;
    }

    void drain() {
        List.copyOf(clients).forEach(ClientConnection::drain);
    }

    void closeAll() {
        List.copyOf(clients).forEach(ClientConnection::close);
        pool.ifPresent(UpstreamPool::closeAll);
    }
}
