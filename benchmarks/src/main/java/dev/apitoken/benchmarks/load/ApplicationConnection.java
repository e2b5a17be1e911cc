package dev.apitoken.benchmarks.load;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** Reads heads to their ends, and answers each. */
final class ApplicationConnection extends ChannelInboundHandlerAdapter {
    private static final int MAX_HEAD = 16_384;
    private static final int NONE = -1;
    private static final ByteBuf SEEN = fixed("GET " + Application.SEEN);
    private static final ByteBuf ANSWER = fixed(answer("{\"text\":\"" + "x".repeat(1_013) + "\"}"));

    private ByteBuf head = Unpooled.EMPTY_BUFFER;

    private static ByteBuf fixed(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        return Unpooled.unreleasableBuffer(
                Unpooled.directBuffer(bytes.length).writeBytes(bytes).asReadOnly());
    }

    private static String answer(String body) {
        return "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nDate: Wed, 25 Nov 2026 09:00:00 GMT\r\n"
                + "Content-Length: " + body.length() + "\r\n\r\n" + body;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        head = head.isReadable() ? Unpooled.wrappedBuffer(head, (ByteBuf) message) : (ByteBuf) message;
        for (int end = endOfHead(head); end != NONE; end = endOfHead(head)) {
            answer(ctx, head.readSlice(end - head.readerIndex()));
        }
        if (!head.isReadable() || head.readableBytes() > MAX_HEAD) {
            head.release();
            head = Unpooled.EMPTY_BUFFER;
        }
    }

    private static int endOfHead(ByteBuf bytes) {
        int end = bytes.writerIndex();
        for (int at = bytes.readerIndex(); ; ) {
            int lf = bytes.indexOf(at, end, (byte) '\n');
            if (lf < 0 || lf + 2 >= end) {
                return NONE;
            }
            if (bytes.getByte(lf + 1) == '\r' && bytes.getByte(lf + 2) == '\n') {
                return lf + 3;
            }
            at = lf + 1;
        }
    }

    private static void answer(ChannelHandlerContext ctx, ByteBuf request) {
        ctx.write(asksWhatWasSeen(request) ? fixed(answer(seen(request))) : ANSWER.duplicate(), ctx.voidPromise());
    }

    private static boolean asksWhatWasSeen(ByteBuf request) {
        return request.readableBytes() > SEEN.readableBytes()
                && ByteBufUtil.equals(request, request.readerIndex(), SEEN, 0, SEEN.readableBytes());
    }

    private static String seen(ByteBuf request) {
        String text = request.toString(StandardCharsets.US_ASCII);
        return "user=" + field(text, "X-ApiToken-User") + " credential=" + field(text, "Authorization");
    }

    private static String field(String head, String name) {
        int at = head.toLowerCase(Locale.ROOT).indexOf("\r\n" + name.toLowerCase(Locale.ROOT) + ":");
        return at < 0
                ? ""
                : head.substring(at + name.length() + 3, head.indexOf('\r', at + 2))
                        .strip();
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        ctx.flush();
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        if (head.isReadable()) {
            head.release();
            head = Unpooled.EMPTY_BUFFER;
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        ctx.close();
    }
}
