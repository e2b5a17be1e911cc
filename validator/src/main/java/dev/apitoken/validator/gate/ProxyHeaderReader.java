package dev.apitoken.validator.gate;

import dev.apitoken.token.access.IpAddress;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import java.util.List;

/**
 * Stands before everything else on the connection of a proxy that has to say whom it speaks for, and leaves once it has.
 * Without a whole and sound header the connection ends: in time by the deadline of a first request.
 */
final class ProxyHeaderReader extends ByteToMessageDecoder {
    private final Peer peer;
    private final GateMetrics metrics;
    private boolean broken;

    ProxyHeaderReader(Peer peer, GateMetrics metrics) {
        this.peer = peer;
        this.metrics = metrics;
    }

    @Override
    protected void decode(ChannelHandlerContext ctx, ByteBuf bytes, List<Object> out) {
        if (broken) {
            bytes.skipBytes(bytes.readableBytes());
            return;
        }
        switch (ProxyHeader.read(bytes)) {
            case ProxyHeader.Unfinished() -> {
                // Waits.
            }
            case ProxyHeader.Broken() -> {
                broken = true;
                bytes.skipBytes(bytes.readableBytes());
                metrics.refused(Refusal.ProxyHeaderRequired);
                ctx.close();
            }
            case ProxyHeader.OfProxy() -> told(ctx, peer.hop());
            case ProxyHeader.OfClient(var client) -> told(ctx, client.orElse(OriginalRequest.UNSAID));
        }
    }

    private void told(ChannelHandlerContext ctx, IpAddress address) {
        peer.tell(address);
        // What came behind the header goes on to the next handler.
        ctx.pipeline().remove(this);
    }
}
