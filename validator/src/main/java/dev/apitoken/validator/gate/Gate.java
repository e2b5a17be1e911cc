package dev.apitoken.validator.gate;

import dev.apitoken.validator.index.AccessState;
import dev.apitoken.validator.report.Tallies;
import io.micrometer.core.instrument.MeterRegistry;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.EventExecutor;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The gated port: HTTP/1.1 only, and nothing behind it but {@link RequestRouter}. Runs on event loops of its own, so
 * health and metrics answer whatever happens here.
 */
public final class Gate {
    private static final Logger log = LoggerFactory.getLogger(Gate.class);
    private static final long CHORES_SECONDS = 10;
    private static final long STUCK_NANOS = Duration.ofSeconds(20).toNanos();

    private final GateSettings settings;
    private final GateLoad load;
    private final Function<Instant, AccessState> access;
    private final InstantSource clock;
    private final GateMetrics metrics;
    private final Tallies tallies;
    private final DecisionLog decisionLog;
    private final Optional<TlsContext> tls;
    private final Map<EventExecutor, LoopState> loops = new IdentityHashMap<>();
    private final ScheduledExecutorService chores =
            Executors.newSingleThreadScheduledExecutor(new DefaultThreadFactory("gate-chores", true));
    private @Nullable EventLoops eventLoops;
    private @Nullable Channel server;

    /**
     * @param access what is known about the policy at an instant; called for each request
     * @param tallies learn of each decision
     * @throws IOException if the certificate cannot be used
     */
    public Gate(
            GateSettings settings,
            Function<Instant, AccessState> access,
            InstantSource clock,
            MeterRegistry registry,
            Tallies tallies)
            throws IOException {
        this.settings = settings;
        this.load = new GateLoad(settings.limits());
        this.metrics = new GateMetrics(registry, load);
        this.access = access;
        this.clock = clock;
        this.tallies = tallies;
        this.decisionLog = new DecisionLog(settings.decisionLog());
        this.tls = settings.tls().isPresent()
                ? Optional.of(new TlsContext(settings.tls().get()))
                : Optional.empty();
        tls.ifPresent(context -> GateMetrics.certificate(registry, context));
    }

    /**
     * @return where it listens
     * @throws IOException if the port cannot be had
     */
    public InetSocketAddress start() throws IOException {
        EventLoops started = EventLoops.start(settings.transport(), settings.threads());
        eventLoops = started;
        Optional<UpstreamAddress> upstream = settings.upstream().map(UpstreamAddress::of);
        for (EventExecutor loop : started.group()) {
            var router = new RequestRouter(
                    settings.whoAmIPath(),
                    access,
                    clock,
                    metrics,
                    new DecisionBook(metrics, decisionLog, tallies.of(loop)));
            var state = new LoopState(settings, load, router, metrics, pool(started, loop, upstream));
            loops.put(loop, state);
            loop.scheduleAtFixedRate(state::beat, LoopState.BEAT_MILLIS, LoopState.BEAT_MILLIS, TimeUnit.MILLISECONDS);
        }
        chores.scheduleWithFixedDelay(() -> doChores(upstream), CHORES_SECONDS, CHORES_SECONDS, TimeUnit.SECONDS);
        Channel bound = new Doorway(
                        settings,
                        load,
                        tls,
                        new ProxyProtocol(access, clock),
                        channel -> Optional.ofNullable(loops.get(channel.eventLoop())))
                .open(started);
        server = bound;
        var address = (InetSocketAddress) bound.localAddress();
        log.atInfo()
                .addKeyValue("port", address.getPort())
                .addKeyValue("transport", started.server().getSimpleName())
                .addKeyValue("tls", tls.isPresent())
                .addKeyValue(
                        "upstream", settings.upstream().map(Object::toString).orElse("none"))
                .log("the gate is open");
        return address;
    }

    private Optional<UpstreamPool> pool(EventLoops started, EventExecutor loop, Optional<UpstreamAddress> upstream) {
        return upstream.map(address -> new UpstreamPool(
                new Bootstrap()
                        .group((EventLoop) loop)
                        .channel(started.client())
                        .option(ChannelOption.TCP_NODELAY, true)
                        .option(
                                ChannelOption.CONNECT_TIMEOUT_MILLIS,
                                Math.toIntExact(settings.timeouts().connect().toMillis())),
                address,
                settings.limits(),
                settings.timeouts()));
    }

    private void doChores(Optional<UpstreamAddress> upstream) {
        upstream.filter(UpstreamAddress::isName).ifPresent(UpstreamAddress::lookUp);
        tls.ifPresent(TlsContext::reload);
    }

    public boolean isDraining() {
        return load.isDraining();
    }

    /** Whether each event loop has come round lately. */
    public boolean isBeating() {
        long now = System.nanoTime();
        return loops.values().stream().allMatch(loop -> loop.hasBeatenSince(now - STUCK_NANOS));
    }

    /**
     * Ends in order: not ready, a moment for load balancers to hear of it, nothing new accepted, requests in flight
     * finished or cut off after the grace.
     */
    public void stop() {
        EventLoops running = eventLoops;
        if (running == null) {
            return;
        }
        load.drain();
        try {
            // Nobody ever counts down: this only waits, and ends at once when the thread is interrupted.
            boolean cutShort = new CountDownLatch(1)
                    .await(settings.timeouts().shutdownDelay().toMillis(), TimeUnit.MILLISECONDS);
            Doorway.close(server);
            loops.forEach((loop, state) -> loop.execute(state::drain));
            boolean drained =
                    !cutShort && load.awaitNoConnections(settings.timeouts().shutdownGrace());
            log.atInfo().addKeyValue("drained", drained).log("the gate is closed");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        chores.shutdownNow();
        loops.forEach((loop, state) -> loop.execute(state::closeAll));
        running.group().shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly(2, TimeUnit.SECONDS);
        eventLoops = null;
    }
}
