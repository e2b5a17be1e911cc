package dev.apitoken.validator.http;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.micronaut.context.ApplicationContext;
import io.micronaut.runtime.server.EmbeddedServer;
import java.net.InetSocketAddress;
import java.util.Map;

/** Micronaut, on the management port only. It has no route to the gated port, nor the other way round (L5). */
public final class ManagementServer implements AutoCloseable {
    private final ApplicationContext context;
    private final EmbeddedServer server;

    private ManagementServer(ApplicationContext context, EmbeddedServer server) {
        this.context = context;
        this.server = server;
    }

    public static ManagementServer start(InetSocketAddress address, Health health, PrometheusMeterRegistry registry) {
        ApplicationContext context = ApplicationContext.builder()
                // Nobody's environment changes this server by accident: every setting of ours is an APITOKEN_ one.
                .deduceEnvironment(false)
                .environmentPropertySource(false)
                .banner(false)
                .properties(Map.of(
                        "micronaut.server.host",
                        address.getAddress().getHostAddress(),
                        "micronaut.server.port",
                        address.getPort(),
                        "micronaut.server.netty.server-type",
                        "full_content",
                        "micronaut.server.max-request-size",
                        "16KB",
                        "micronaut.server.idle-timeout",
                        "30s",
                        "micronaut.server.log-handled-exceptions",
                        false,
                        "micronaut.netty.event-loops.default.num-threads",
                        1))
                .singletons(health, registry)
                .start();
        EmbeddedServer server = context.getBean(EmbeddedServer.class).start();
        return new ManagementServer(context, server);
    }

    public int port() {
        return server.getPort();
    }

    @Override
    public void close() {
        context.close();
    }
}
