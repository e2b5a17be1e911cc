package dev.apitoken.validator.gate;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ConnectTimeoutException;
import io.netty.handler.codec.http.HttpRequestEncoder;
import java.util.ArrayDeque;
import java.util.Iterator;

/** The upstream connections of one event loop; the one used last is used first, so that spare ones age and close. */
final class UpstreamPool {
    private final Bootstrap bootstrap;
    private final UpstreamAddress address;
    private final GateLimits limits;
    private final long idleNanos;
    private final ArrayDeque<UpstreamConnection> idle = new ArrayDeque<>();

    UpstreamPool(Bootstrap bootstrap, UpstreamAddress address, GateLimits limits, GateTimeouts timeouts) {
        this.address = address;
        this.limits = limits;
        this.idleNanos = timeouts.upstreamIdle().toNanos();
        this.bootstrap = bootstrap.handler(new ChannelInitializer<>() {
            @Override
            protected void initChannel(Channel channel) {
                var decoder = new ResponseDecoder(limits);
                channel.pipeline()
                        .addLast(decoder)
                        .addLast(new HttpRequestEncoder())
                        .addLast(new UpstreamConnection(UpstreamPool.this, decoder));
            }
        });
    }

    /** Gives the exchange a connection, at once or later, or tells its client why there is none. */
    void serve(Exchange exchange) {
        for (UpstreamConnection kept = idle.pollLast(); kept != null; kept = idle.pollLast()) {
            if (kept.isUsable()) {
                kept.begin(exchange);
                return;
            }
        }
        connect(exchange);
    }

    void connect(Exchange exchange) {
        ChannelFuture connecting = bootstrap.connect(address.current());
        connecting.addListener(done -> {
            if (connecting.isSuccess()) {
                UpstreamConnection fresh = connecting.channel().pipeline().get(UpstreamConnection.class);
                fresh.begin(exchange);
                fresh.flush();
            } else {
                boolean late = connecting.cause() instanceof ConnectTimeoutException;
                exchange.client.upstreamFailed(exchange, late ? Refusal.UpstreamTimeout : Refusal.UpstreamUnreachable);
            }
        });
    }

    void keep(UpstreamConnection connection, long now) {
        if (idle.size() >= limits.idleUpstream()) {
            connection.close();
        } else {
            connection.idleSince = now;
            connection.setReading(true);
            idle.addLast(connection);
        }
    }

    void forget(UpstreamConnection connection) {
        idle.remove(connection);
    }

    void closeAged(long now) {
        Iterator<UpstreamConnection> oldestFirst = idle.iterator();
        while (oldestFirst.hasNext()) {
            UpstreamConnection connection = oldestFirst.next();
            if (now - connection.idleSince < idleNanos) {
                return;
            }
            oldestFirst.remove();
            connection.close();
        }
    }

    void closeAll() {
        while (!idle.isEmpty()) {
            idle.removeLast().close();
        }
    }
}
