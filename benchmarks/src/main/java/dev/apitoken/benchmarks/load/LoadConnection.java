package dev.apitoken.benchmarks.load;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import org.jspecify.annotations.Nullable;

/** One connection, with one request at a time. */
final class LoadConnection extends ChannelInboundHandlerAdapter {
    private final AnswerReader answer = new AnswerReader();

    private @Nullable ChannelHandlerContext context;
    private @Nullable LoadRun run;
    private boolean expecting;
    private long due;

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        context = ctx;
    }

    /** @return whether it can: an answer that is still to come belongs to a run that is over */
    boolean serve(LoadRun next) {
        ChannelHandlerContext ctx = context;
        if (ctx == null || !ctx.channel().isActive()) {
            return false;
        }
        if (expecting) {
            run = null;
            ctx.close();
            return false;
        }
        run = next;
        return true;
    }

    void send(ByteBuf request, long dueAt) {
        ChannelHandlerContext ctx = context;
        if (ctx == null) {
            throw new IllegalStateException("not in a pipeline yet");
        }
        expecting = true;
        due = dueAt;
        ctx.writeAndFlush(request, ctx.voidPromise());
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        var bytes = (ByteBuf) message;
        try {
            LoadRun current = run;
            if (!expecting || current == null) {
                ctx.close();
            } else if (answer.read(bytes)) {
                expecting = false;
                current.answered(this, answer.status(), due);
            }
        } finally {
            bytes.release();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        LoadRun current = run;
        boolean lost = expecting;
        expecting = false;
        if (current != null) {
            current.broken(lost);
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        ctx.close();
    }
}
