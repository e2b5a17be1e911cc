package dev.apitoken.validator.gate;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import org.jspecify.annotations.Nullable;

/** What one client is sent: heads that say truly whether the connection goes on, and its end. */
final class ClientOutput {
    private final ResponseEncoder encoder;
    private final boolean secure;

    private @Nullable ChannelHandlerContext context;
    private HttpVersion version = HttpVersion.HTTP_1_1;
    private boolean keepAlive;
    private long owed;

    ClientOutput(ResponseEncoder encoder, boolean secure) {
        this.encoder = encoder;
        this.secure = secure;
    }

    void attach(ChannelHandlerContext ctx) {
        context = ctx;
    }

    private ChannelHandlerContext ctx() {
        if (context == null) {
            throw new IllegalStateException("not in a pipeline yet");
        }
        return context;
    }

    /** What is sent from now on answers a request of this method and version. */
    void answering(HttpMethod method, HttpVersion of) {
        encoder.answering(method);
        version = of;
    }

    HttpVersion version() {
        return version;
    }

    void setKeepAlive(boolean keep) {
        keepAlive = keep;
    }

    /** Once lost it does not come back for this request. */
    void keepAliveOnlyIf(boolean keep) {
        keepAlive &= keep;
    }

    boolean isKeptAlive() {
        return keepAlive;
    }

    void write(Object message) {
        ctx().write(message, ctx().voidPromise());
    }

    void flush() {
        ctx().flush();
    }

    boolean isWritable() {
        return ctx().channel().isWritable();
    }

    /** Whether the client has taken something of what waits for it since this was asked last. */
    boolean isBeingTaken() {
        long before = owed;
        owed = waiting();
        return owed < before;
    }

    /** Whether the client has not taken all of its answers. */
    boolean isOwing() {
        return waiting() > 0;
    }

    private long waiting() {
        ChannelOutboundBuffer buffer = ctx().channel().unsafe().outboundBuffer();
        return buffer == null ? 0 : buffer.totalPendingWriteBytes();
    }

    void setReading(boolean reading) {
        ctx().channel().config().setAutoRead(reading);
    }

    void head(HttpResponse response) {
        if (!keepAlive) {
            response.headers().set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
        } else if (version == HttpVersion.HTTP_1_0) {
            response.headers().set(HttpHeaderNames.CONNECTION, HttpHeaderValues.KEEP_ALIVE);
        }
        write(response);
    }

    void reply(Reply reply) {
        head(reply.toHttp());
        flush();
    }

    void interim(HttpResponse response) {
        write(response);
        if (!(response instanceof LastHttpContent)) {
            write(LastHttpContent.EMPTY_LAST_CONTENT);
        }
        flush();
    }

    /** {@code Expect} is answered after the decision, never before (RFC 9110 section 10.1.1). */
    void continueIfExpected(HttpRequest request) {
        if (HttpUtil.is100ContinueExpected(request) && version == HttpVersion.HTTP_1_1) {
            interim(new DefaultFullHttpResponse(
                    HttpVersion.HTTP_1_1, HttpResponseStatus.CONTINUE, Unpooled.EMPTY_BUFFER));
        }
    }

    /** From now on bytes are sent as they are. */
    void sendAsIs() {
        ctx().pipeline().remove(encoder);
    }

    /** From now on bytes are received as they are, those first that the client sent early. */
    void receiveAsIs(RequestDecoder decoder) {
        ctx().pipeline().remove(decoder);
        setReading(true);
    }

    /** Says that nothing more comes, and leaves the client a moment to read what came. */
    void closeGently() {
        ctx().writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(written -> {
            if (!secure && ctx().channel() instanceof DuplexChannel channel) {
                channel.shutdownOutput();
            } else {
                close();
            }
        });
    }

    void close() {
        ctx().close();
    }
}
