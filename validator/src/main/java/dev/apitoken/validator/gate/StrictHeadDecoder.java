package dev.apitoken.validator.gate;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.DecoderResult;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.AsciiString;
import java.util.List;

/** Netty's request decoder, strict where it is lenient: the separators of the request line, folded lines, two lengths. */
class StrictHeadDecoder extends HttpRequestDecoder {
    private static final byte SP = ' ';

    private boolean inHead = true;
    private boolean lineRead;
    private boolean lengthRead;
    private int wordEnd;

    StrictHeadDecoder(GateLimits limits) {
        super(new HttpDecoderConfig()
                .setMaxInitialLineLength(limits.requestLine())
                .setMaxHeaderSize(limits.headerBlock())
                .setMaxChunkSize(65_536)
                .setStrictLineParsing(true)
                .setUseRfc9112TransferEncoding(true)
                .setAllowDuplicateContentLengths(false));
    }

    /** Whether a head has begun and is not read to its end. */
    boolean isWithinHead(ByteBuf buffer) {
        return inHead && (lineRead || buffer.isReadable());
    }

    @Override
    protected void decode(ChannelHandlerContext ctx, ByteBuf buffer, List<Object> out) throws Exception {
        if (inHead && FoldedLines.in(buffer, lineRead)) {
            out.add(refused(buffer, "folded header line (RFC 9112 section 5.2)"));
            return;
        }
        super.decode(ctx, buffer, out);
        for (int i = 0; i < out.size(); i++) {
            inHead &= !(out.get(i) instanceof HttpMessage);
            if (out.get(i) instanceof LastHttpContent) {
                inHead = true;
                lineRead = false;
            }
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
