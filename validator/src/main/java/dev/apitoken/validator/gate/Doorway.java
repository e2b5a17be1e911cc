package dev.apitoken.validator.gate;

import dev.apitoken.token.access.IpAddress;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.handler.ssl.SslContext;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The port itself: who gets in at all, and what stands between its bytes and {@link ClientConnection}. */
final class Doorway {
    private static final int BACKLOG = 1024;

    private final GateSettings settings;
    private final GateLoad load;
    private final Optional<TlsContext> tls;
    private final ProxyProtocol proxyProtocol;
    private final Function<Channel, Optional<LoopState>> loops;

    /** @param loops the state of the event loop a channel belongs to */
    Doorway(
            GateSettings settings,
            GateLoad load,
            Optional<TlsContext> tls,
            ProxyProtocol proxyProtocol,
            Function<Channel, Optional<LoopState>> loops) {
        this.settings = settings;
        this.load = load;
        this.tls = tls;
        this.proxyProtocol = proxyProtocol;
        this.loops = loops;
    }

    /** @throws IOException if the port cannot be had */
    Channel open(EventLoops started) throws IOException {
        var bootstrap = new ServerBootstrap()
                .group(started.group())
                .channel(started.server())
                .option(ChannelOption.SO_BACKLOG, BACKLOG)
                .option(ChannelOption.SO_REUSEADDR, true)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childHandler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        admit(channel);
                    }
                });
        var binding = bootstrap.bind(settings.bind()).awaitUninterruptibly();
        if (!binding.isSuccess()) {
            started.group().shutdownGracefully(0, 0, TimeUnit.SECONDS);
            throw new IOException("cannot listen on " + settings.bind(), binding.cause());
        }
        return binding.channel();
    }

    private void admit(Channel channel) {
        Optional<LoopState> loop = loops.apply(channel);
        if (loop.isEmpty()) {
            channel.close();
            return;
        }
        if (!load.admitConnection()) {
            loop.get().metrics.connectionRefused();
            channel.close();
            return;
        }
        var peer = new Peer(IpAddress.ofBytes(
                ((InetSocketAddress) channel.remoteAddress()).getAddress().getAddress()));
        if (proxyProtocol.isSpokenBy(peer)) {
            channel.pipeline().addLast(new ProxyHeaderReader(peer, loop.get().metrics));
        }
        tls.map(TlsContext::current)
                .map((SslContext context) -> context.newHandler(channel.alloc()))
                .ifPresent(channel.pipeline()::addLast);
        var decoder = new RequestDecoder(settings.limits());
        var encoder = new ResponseEncoder();
        var output = new ClientOutput(encoder, tls.isPresent());
        channel.pipeline()
                .addLast(decoder)
                .addLast(encoder)
                .addLast(new ClientConnection(loop.get(), peer, tls.isPresent(), decoder, output));
    }

    /** Accepts nothing any more. */
    static void close(@Nullable Channel server) {
        if (server != null) {
            server.close().awaitUninterruptibly(1, TimeUnit.SECONDS);
        }
    }
}
