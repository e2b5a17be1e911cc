package dev.apitoken.validator.gate;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpRequestEncoder;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import org.jspecify.annotations.Nullable;

/**
 * One connection to the upstream, working for one exchange at a time. It is kept for the next one only if both
 * messages ended where they said they would; in doubt it is closed (J7).
 */
final class UpstreamConnection extends ChannelInboundHandlerAdapter {
    private final UpstreamPool pool;
    private final ResponseDecoder decoder;

    private @Nullable Channel channel;
    private @Nullable Exchange exchange;
    private boolean used;
    private boolean persistent;
    private boolean interim;
    private boolean finished;
    long idleSince;

    UpstreamConnection(UpstreamPool pool, ResponseDecoder decoder) {
        this.pool = pool;
        this.decoder = decoder;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        channel = ctx.channel();
    }

    private Channel channel() {
        if (channel == null) {
            throw new IllegalStateException("not in a pipeline yet");
        }
        return channel;
    }

    boolean isUsable() {
        return channel().isActive();
    }

    boolean isWritable() {
        return channel().isWritable();
    }

    void begin(Exchange next) {
        if (!next.client.isWaitingFor(next)) {
            pool.keep(this, next.lastProgressAt);
            return;
        }
        exchange = next;
        next.upstream = this;
        finished = false;
        decoder.expectAnswerTo(next.route.head().method());
        write(next.route.head());
        next.client.upstreamReady(next);
    }

    /** A failed write ends in {@link #exceptionCaught}. */
    void write(Object message) {
        channel().write(message, channel().voidPromise());
    }

    void flush() {
        channel().flush();
    }

    /** Stops reading while the client is slower than the upstream. */
    void setReading(boolean reading) {
        channel().config().setAutoRead(reading);
    }

    void close() {
        exchange = null;
        channel().close();
    }

    /** Becomes a pipe of bytes, after 101. */
    void becomeTunnel() {
        channel().pipeline().remove(HttpRequestEncoder.class);
        channel().pipeline().remove(decoder);
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        Exchange current = exchange;
        if (current == null) {
            ReferenceCountUtil.release(message);
            ctx.close();
            return;
        }
        switch (message) {
            case HttpResponse response -> onHead(current, response);
            case HttpContent content -> onContent(current, content);
            case ByteBuf bytes -> current.client.tunnelled(current, bytes);
            default -> ReferenceCountUtil.release(message);
        }
    }

    private void onHead(Exchange current, HttpResponse response) {
        if (response.decoderResult().isFailure() || !UpstreamAnswer.isSound(response)) {
            ReferenceCountUtil.release(response);
            fail(Refusal.UpstreamAnswerBroken);
            return;
        }
        interim = response.status().codeClass() == HttpStatusClass.INFORMATIONAL;
        if (interim) {
            if (!UpstreamAnswer.isExpectedInterim(response, current.upgrade)) {
                fail(Refusal.UpstreamAnswerBroken);
                return;
            }
            current.client.interim(current, response);
            return;
        }
        persistent = HttpUtil.isKeepAlive(response);
        current.client.responseHead(current, response);
    }

    private void onContent(Exchange current, HttpContent content) {
        if (interim && content instanceof LastHttpContent) {
            interim = false;
            content.release();
            return;
        }
        if (content.decoderResult().isFailure()) {
            content.release();
            fail(Refusal.UpstreamAnswerBroken);
            return;
        }
        boolean last = content instanceof LastHttpContent;
        if (last) {
            used = true;
            finished = true;
            exchange = null;
            persistent &= current.requestDone;
        }
        current.client.responseContent(current, content);
    }

    /** Only now is it known that the upstream sent nothing beyond its answer. */
    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        Exchange current = exchange;
        if (current != null) {
            current.client.flushClient();
        } else if (finished) {
            finished = false;
            if (persistent && ctx.channel().isActive()) {
                pool.keep(this, System.nanoTime());
            } else {
                ctx.close();
            }
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        Exchange current = exchange;
        if (current != null && ctx.channel().isWritable()) {
            current.client.upstreamTakesMore(current);
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        pool.forget(this);
        Exchange current = exchange;
        exchange = null;
        if (current == null) {
            return;
        }
        if (used && current.mayBeRepeated()) {
            current.repeated = true;
            current.upstream = null;
            pool.connect(current);
        } else {
            current.client.upstreamFailed(current, Refusal.UpstreamUnreachable);
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        // A reset or a failed write: channelInactive follows and tells the exchange.
        ctx.close();
    }

    private void fail(Refusal refusal) {
        Exchange current = exchange;
        close();
        if (current != null) {
            current.client.upstreamFailed(current, refusal);
        }
    }
}
