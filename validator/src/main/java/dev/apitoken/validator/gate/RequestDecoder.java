package dev.apitoken.validator.gate;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.LastHttpContent;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads requests one at a time, and holds back what must not be read yet.
 *
 * <p>After the last byte of a request it hands out nothing until {@link #next()}: so there is one request at a time, whatever
 * a client pipelines waits as bytes, bounded by one read, and early bytes of a tunnel are never read as a request.
 */
final class RequestDecoder extends StrictHeadDecoder {
    private @Nullable ChannelHandlerContext ctx;
    private boolean between;
    private boolean paused;
    private boolean discarding;
    private boolean reading;
    private boolean resumed;
    private long headBegunAt;

    RequestDecoder(GateLimits limits) {
        super(limits);
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        this.ctx = ctx;
    }

    /** When the first byte of an unfinished head came, as {@link System#nanoTime()}; 0: there is none. */
    long headBegunAt() {
        return headBegunAt;
    }

    /** Hands out no more of the current request until {@link #resume()}. */
    void pause() {
        paused = true;
    }

    boolean isPaused() {
        return paused;
    }

    void resume() {
        if (paused) {
            paused = false;
            decodeOn();
        }
    }

    /** The current request has been dealt with: the next one may be read. */
    void next() {
        if (between) {
            between = false;
            decodeOn();
        }
    }

    /** From now on reads only to learn that the client has gone. */
    void discardRest() {
        discarding = true;
        decodeOn();
    }

    private void decodeOn() {
        ChannelHandlerContext context = ctx;
        if (context == null || context.isRemoved()) {
            return;
        }
        if (!context.channel().config().isAutoRead()) {
            context.channel().config().setAutoRead(true);
        }
        if (reading) {
            resumed = true;
            return;
        }
        try {
            channelRead(context, Unpooled.EMPTY_BUFFER);
            channelReadComplete(context);
        } catch (Exception e) {
            context.fireExceptionCaught(e);
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) throws Exception {
        reading = true;
        try {
            super.channelRead(ctx, message);
            while (resumed && !ctx.isRemoved()) {
                resumed = false;
                super.channelRead(ctx, Unpooled.EMPTY_BUFFER);
            }
        } finally {
            reading = false;
            resumed = false;
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) throws Exception {
        if (isHeld()) {
            // The super class would ask for more bytes, since it handed out nothing.
            ctx.fireChannelReadComplete();
        } else {
            super.channelReadComplete(ctx);
        }
    }

    @Override
    protected void decode(ChannelHandlerContext ctx, ByteBuf buffer, List<Object> out) throws Exception {
        if (discarding) {
            buffer.skipBytes(buffer.readableBytes());
            return;
        }
        if (isHeld()) {
            if (buffer.isReadable()) {
                ctx.channel().config().setAutoRead(false);
            }
            return;
        }
        super.decode(ctx, buffer, out);
        follow(buffer, out);
    }

    private boolean isHeld() {
        return between || paused;
    }

    private void follow(ByteBuf buffer, List<Object> out) {
        for (int i = 0; i < out.size(); i++) {
            Object message = out.get(i);
            between |= message instanceof LastHttpContent
                    || message instanceof HttpMessage head
                            && head.decoderResult().isFailure();
        }
        if (!out.isEmpty()) {
            headBegunAt = 0;
        } else if (headBegunAt == 0 && isWithinHead(buffer)) {
            headBegunAt = System.nanoTime();
        }
    }
}
