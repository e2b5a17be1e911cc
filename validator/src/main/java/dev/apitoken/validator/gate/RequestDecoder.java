package dev.apitoken.validator.gate;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.DecoderResult;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.AsciiString;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Netty's request decoder, strict where it is lenient (the separators of the request line, folded lines), and holding
 * back what must not be read yet.
 *
 * <p>After the last byte of a request it hands out nothing until {@link #next()}: so there is one request at a time, whatever
 * a client pipelines waits as bytes, bounded by one read, and early bytes of a tunnel are never read as a request.
 */
final class RequestDecoder extends HttpRequestDecoder {
    private static final byte SP = ' ';

    private @Nullable ChannelHandlerContext ctx;
    private boolean inHead = true;
    private boolean lineRead;
    private boolean lengthRead;
    private boolean between;
    private boolean paused;
    private boolean discarding;
    private boolean reading;
    private boolean resumed;
    private int wordEnd;
    private long headBegunAt;

    RequestDecoder(GateLimits limits) {
        super(new HttpDecoderConfig()
                .setMaxInitialLineLength(limits.requestLine())
                .setMaxHeaderSize(limits.headerBlock())
                .setMaxChunkSize(65_536)
                .setStrictLineParsing(true)
                .setUseRfc9112TransferEncoding(true)
                .setAllowDuplicateContentLengths(false));
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
        if (inHead && FoldedLines.in(buffer, lineRead)) {
            out.add(refused(buffer, "folded header line (RFC 9112 section 5.2)"));
            between = true;
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
            if (message instanceof HttpMessage head) {
                inHead = false;
                between |= head.decoderResult().isFailure();
            }
            if (message instanceof LastHttpContent) {
                inHead = true;
                lineRead = false;
                between = true;
            }
        }
        if (!out.isEmpty()) {
            headBegunAt = 0;
        } else if (inHead && headBegunAt == 0 && (lineRead || buffer.isReadable())) {
            headBegunAt = System.nanoTime();
        }
    }

    private HttpMessage refused(ByteBuf buffer, String why) {
        buffer.skipBytes(buffer.readableBytes());
        HttpMessage message = createInvalidMessage();
        message.setDecoderResult(DecoderResult.failure(new IllegalArgumentException(why)));
        return message;
    }

    @Override
    protected HttpMessage createMessage(String[] initialLine) throws Exception {
        lineRead = true;
        lengthRead = false;
        return super.createMessage(initialLine);
    }

    /** Of two lengths in HTTP/1.0 Netty would take the first, and say nothing (RFC 9112 section 6.3). */
    @Override
    protected AsciiString splitHeaderName(byte[] line, int start, int length) {
        AsciiString name = super.splitHeaderName(line, start, length);
        if (HttpHeaderNames.CONTENT_LENGTH.contentEqualsIgnoreCase(name)) {
            if (lengthRead) {
                throw new IllegalArgumentException("two content lengths");
            }
            lengthRead = true;
        }
        return name;
    }

    // RFC 9112 section 3 lets a server accept other white space between the words; two readers of one line may then
    // see two targets, so exactly one space stands between them here.

    @Override
    protected String splitFirstWordInitialLine(byte[] line, int start, int length) {
        requireSeparator(start == 0);
        wordEnd = length;
        return super.splitFirstWordInitialLine(line, start, length);
    }

    @Override
    protected String splitSecondWordInitialLine(byte[] line, int start, int length) {
        requireSeparator(start == wordEnd + 1 && line[wordEnd] == SP);
        wordEnd = start + length;
        return super.splitSecondWordInitialLine(line, start, length);
    }

    @Override
    protected String splitThirdWordInitialLine(byte[] line, int start, int length) {
        requireSeparator(start == wordEnd + 1 && line[wordEnd] == SP);
        return super.splitThirdWordInitialLine(line, start, length);
    }

    private static void requireSeparator(boolean present) {
        if (!present) {
            throw new IllegalArgumentException("words of the request line not separated by one space");
        }
    }
}
