package dev.apitoken.validator.gate;

import dev.apitoken.token.access.IpAddress;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultLastHttpContent;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One client's connection: one request at a time, from its head to the last byte of its answer. Owns the back-pressure
 * of both directions: whoever is slower makes the other one wait.
 */
final class ClientConnection extends ChannelInboundHandlerAdapter {
    private enum Phase {
        /** For a request's head. */
        Waiting,
        /** With the upstream. */
        Exchanging,
        /** Answered; the rest of the request is read and thrown away, so that the next one can be read. */
        Discarding,
        /** Bytes both ways, after 101. */
        Tunnelling,
        /** Nothing more is answered. */
        Closing
    }

    private static final long MAX_DISCARDED = 64 * 1024;

    private final LoopState loop;
    private final IpAddress peer;
    private final boolean secure;
    private final RequestDecoder decoder;
    private final ResponseEncoder encoder;
    private final Patience patience;

    private @Nullable ChannelHandlerContext context;
    private Phase phase = Phase.Waiting;
    private long phaseSince = System.nanoTime();
    private boolean first = true;
    private boolean keepAlive;
    private HttpVersion version = HttpVersion.HTTP_1_1;
    private long discarded;
    private @Nullable Exchange exchange;

    ClientConnection(LoopState loop, IpAddress peer, boolean secure, RequestDecoder decoder, ResponseEncoder encoder) {
        this.loop = loop;
        this.peer = peer;
        this.secure = secure;
        this.decoder = decoder;
        this.encoder = encoder;
        this.patience = new Patience(loop.settings.timeouts());
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        context = ctx;
        loop.add(this);
    }

    private ChannelHandlerContext ctx() {
        if (context == null) {
            throw new IllegalStateException("not in a pipeline yet");
        }
        return context;
    }

    // ---- from the client

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        switch (message) {
            case HttpRequest request -> onRequest(request);
            case HttpContent content -> onContent(content);
            case ByteBuf bytes -> onTunnelBytes(bytes);
            default -> ReferenceCountUtil.release(message);
        }
    }

    private void onRequest(HttpRequest request) {
        if (phase != Phase.Waiting) {
            // The decoder waits for next(); whatever went wrong there must not mix two requests.
            ReferenceCountUtil.release(request);
            close();
            return;
        }
        encoder.answering(request.method());
        version = request.protocolVersion();
        Optional<Refusal> refusal = HeadCheck.refusal(request, loop.settings.limits());
        if (refusal.isPresent()) {
            ReferenceCountUtil.release(request);
            encoder.answering(HttpMethod.GET);
            refuse(refusal.get(), false);
            return;
        }
        first = false;
        keepAlive = HttpUtil.isKeepAlive(request) && !loop.load.isDraining();
        switch (loop.router.route(new GateRequest(request, peer, secure))) {
            case Route.Answer(Reply reply) -> {
                keepAlive &= isWorthReadingOn(request);
                answer(reply, false);
            }
            case Route.Advice(Reply reply) -> {
                keepAlive &= !HeadRewriter.hasBody(request);
                answer(reply, false);
            }
            case Route.Forward forward -> forward(forward, request);
        }
    }

    /** With Expect nobody knows whether a body follows (RFC 9110 section 10.1.1), and a long one is not worth it. */
    private static boolean isWorthReadingOn(HttpRequest request) {
        return !HeadRewriter.hasBody(request)
                || !HttpUtil.is100ContinueExpected(request) && HttpUtil.getContentLength(request, 0L) <= MAX_DISCARDED;
    }

    private void forward(Route.Forward forward, HttpRequest request) {
        if (loop.pool.isEmpty() || !loop.load.admitRequest()) {
            keepAlive &= isWorthReadingOn(request);
            refuse(loop.pool.isEmpty() ? Refusal.NoUpstream : Refusal.Overloaded, false);
            return;
        }
        var begun = new Exchange(this, forward, System.nanoTime());
        exchange = begun;
        enter(Phase.Exchanging);
        loop.pool.get().serve(begun);
        if (begun.bodyExpected && begun.upstream == null) {
            decoder.pause();
        }
    }

    private void onContent(HttpContent content) {
        Exchange current = exchange;
        if (phase == Phase.Exchanging && current != null) {
            forwardContent(current, content);
            return;
        }
        discarded += content.content().readableBytes();
        boolean broken = content.decoderResult().isFailure() || discarded > MAX_DISCARDED;
        boolean last = content instanceof LastHttpContent;
        content.release();
        if (phase == Phase.Discarding && broken) {
            closeGently();
        } else if (phase == Phase.Discarding && last) {
            nextRequest();
        }
    }

    private void forwardContent(Exchange current, HttpContent content) {
        boolean last = content instanceof LastHttpContent;
        boolean unannounced = !current.bodyExpected && content.content().isReadable();
        if (content.decoderResult().isFailure() || unannounced) {
            content.release();
            abandonUpstream(current);
            refuse(Refusal.MalformedRequest, false);
            return;
        }
        current.lastProgressAt = System.nanoTime();
        current.requestDone = last;
        UpstreamConnection upstream = current.upstream;
        if (upstream == null) {
            content.release();
            return;
        }
        upstream.write(last ? withoutTrailers((LastHttpContent) content) : content);
        if (!last && !upstream.isWritable()) {
            decoder.pause();
        }
    }

    /** Trailers may be dropped (RFC 9110 section 6.5.1); some servers read them like headers, ours included. */
    private static LastHttpContent withoutTrailers(LastHttpContent last) {
        return last.trailingHeaders().isEmpty() ? last : new DefaultLastHttpContent(last.content());
    }

    private void onTunnelBytes(ByteBuf bytes) {
        Exchange current = exchange;
        if (phase != Phase.Tunnelling || current == null || current.upstream == null) {
            bytes.release();
            return;
        }
        current.lastProgressAt = System.nanoTime();
        current.upstream.write(bytes);
        if (!current.upstream.isWritable()) {
            ctx().channel().config().setAutoRead(false);
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        Exchange current = exchange;
        if (current != null && current.upstream != null) {
            current.upstream.flush();
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        Exchange current = exchange;
        if (current != null && current.upstream != null && ctx.channel().isWritable()) {
            current.upstream.setReading(true);
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        Exchange current = exchange;
        if (current != null) {
            abandonUpstream(current);
        }
        loop.remove(this);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        // A reset, a broken TLS record, a failed write: there is nobody left to answer.
        ctx.close();
    }

    // ---- from the upstream

    boolean isWaitingFor(Exchange one) {
        return exchange == one;
    }

    void upstreamReady(Exchange current) {
        if (current.bodyExpected
                && HttpUtil.is100ContinueExpected(current.received())
                && version == HttpVersion.HTTP_1_1) {
            writeInterim(new DefaultFullHttpResponse(
                    HttpVersion.HTTP_1_1, HttpResponseStatus.CONTINUE, Unpooled.EMPTY_BUFFER));
        }
        UpstreamConnection upstream = current.upstream;
        if (current.requestDone && upstream != null) {
            upstream.write(LastHttpContent.EMPTY_LAST_CONTENT);
        } else {
            decoder.resume();
        }
    }

    void upstreamWritable(Exchange current) {
        if (phase == Phase.Tunnelling) {
            ctx().channel().config().setAutoRead(true);
        } else if (!current.requestDone) {
            decoder.resume();
        }
    }

    void interim(Exchange current, HttpResponse response) {
        if (response.status().equals(HttpResponseStatus.SWITCHING_PROTOCOLS)) {
            becomeTunnel(current, response);
        } else if (!response.status().equals(HttpResponseStatus.CONTINUE) && version == HttpVersion.HTTP_1_1) {
            HopByHop.removeFrom(response.headers());
            writeInterim(response);
        }
    }

    private void writeInterim(HttpResponse response) {
        write(response);
        if (!(response instanceof LastHttpContent)) {
            write(LastHttpContent.EMPTY_LAST_CONTENT);
        }
        flush();
    }

    private void becomeTunnel(Exchange current, HttpResponse response) {
        HopByHop.removeFrom(response.headers());
        response.headers().set(HttpHeaderNames.CONNECTION, HttpHeaderValues.UPGRADE);
        response.headers().set(HttpHeaderNames.UPGRADE, HttpHeaderValues.WEBSOCKET);
        writeInterim(response);
        current.responseBegun = true;
        current.lastProgressAt = System.nanoTime();
        enter(Phase.Tunnelling);
        if (current.upstream != null) {
            current.upstream.becomeTunnel();
        }
        ctx().pipeline().remove(encoder);
        // Hands over what the client sent early.
        ctx().pipeline().remove(decoder);
        ctx().channel().config().setAutoRead(true);
    }

    void relay(Exchange current, ByteBuf bytes) {
        current.lastProgressAt = System.nanoTime();
        write(bytes);
        slowDown(current);
    }

    void responseHead(Exchange current, HttpResponse response) {
        current.responseBegun = true;
        current.lastProgressAt = System.nanoTime();
        boolean bodyless = HttpMethod.HEAD.equals(current.received().method())
                || response.status().equals(HttpResponseStatus.NO_CONTENT)
                || response.status().equals(HttpResponseStatus.NOT_MODIFIED);
        boolean measured = response.headers().contains(HttpHeaderNames.CONTENT_LENGTH);
        // Without a length an HTTP/1.0 client learns the end of a body from the end of the connection.
        keepAlive &= current.requestDone && (bodyless || measured || version == HttpVersion.HTTP_1_1);
        HeadRewriter.toClient(response, version, bodyless);
        setConnection(response);
        write(response);
    }

    void responseContent(Exchange current, HttpContent content) {
        if (exchange != current) {
            content.release();
            return;
        }
        current.lastProgressAt = System.nanoTime();
        boolean last = content instanceof LastHttpContent;
        if (content instanceof LastHttpContent end && !end.trailingHeaders().isEmpty()) {
            HopByHop.removeFrom(end.trailingHeaders());
        }
        write(content);
        if (last) {
            flush();
            ended();
            afterAnswer(current.requestDone);
        } else {
            slowDown(current);
        }
    }

    private void slowDown(Exchange current) {
        if (!ctx().channel().isWritable() && current.upstream != null) {
            current.upstream.setReading(false);
        }
    }

    /** Too late to say so once the answer has begun: then the connection breaks off, so that nobody takes it as whole. */
    void upstreamFailed(Exchange current, Refusal refusal) {
        if (exchange == current) {
            abandonUpstream(current);
            if (current.responseBegun) {
                loop.metrics.refused(refusal);
                close();
            } else {
                keepAlive &= current.requestDone;
                refuse(refusal, current.requestDone);
            }
        }
    }

    private void abandonUpstream(Exchange current) {
        UpstreamConnection upstream = current.upstream;
        if (upstream != null) {
            upstream.close();
        }
        ended();
    }

    private void ended() {
        exchange = null;
        loop.load.requestEnded();
    }

    // ---- to the client

    private void refuse(Refusal refusal, boolean requestDone) {
        loop.metrics.refused(refusal);
        keepAlive &= !refusal.endsConnection();
        answer(DenialResponse.of(refusal, loop.router.responses()), requestDone);
    }

    private void answer(Reply reply, boolean requestDone) {
        HttpResponse response = reply.toHttp();
        setConnection(response);
        write(response);
        flush();
        afterAnswer(requestDone);
    }

    private void setConnection(HttpResponse response) {
        if (!keepAlive) {
            response.headers().set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
        } else if (version == HttpVersion.HTTP_1_0) {
            response.headers().set(HttpHeaderNames.CONNECTION, HttpHeaderValues.KEEP_ALIVE);
        }
    }

    private void afterAnswer(boolean requestDone) {
        if (!keepAlive || loop.load.isDraining()) {
            closeGently();
        } else if (requestDone) {
            nextRequest();
        } else {
            discarded = 0;
            enter(Phase.Discarding);
            decoder.resume();
        }
    }

    private void nextRequest() {
        enter(Phase.Waiting);
        decoder.next();
    }

    private void write(Object message) {
        ctx().write(message, ctx().voidPromise());
    }

    void flush() {
        ctx().flush();
    }

    /** Says that nothing more comes, and leaves the client a moment to read what came. */
    private void closeGently() {
        enter(Phase.Closing);
        decoder.discardRest();
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

    private void enter(Phase next) {
        phase = next;
        phaseSince = System.nanoTime();
    }

    // ---- by the clock

    void beat(long now) {
        Exchange current = exchange;
        Optional<Patience.Verdict> missed = switch (phase) {
            case Waiting -> patience.whileWaiting(now, phaseSince, first, decoder.headBegunAt());
            case Exchanging, Tunnelling ->
                current == null ? Optional.empty() : patience.whileExchanging(now, current, decoder.isPaused());
            case Discarding -> patience.whileDiscarding(now, phaseSince);
            case Closing -> patience.whileClosing(now, phaseSince);
        };
        if (missed.isPresent()) {
            giveUp(missed.get());
        } else if (current != null && current.isDueForJudgement(now) && !loop.router.isStillAllowed(current.route)) {
            loop.metrics.streamClosed();
            close();
        }
    }

    private void giveUp(Patience.Verdict missed) {
        switch (missed) {
            case Patience.Verdict.Close() -> close();
            case Patience.Verdict.Refuse(Refusal why) -> {
                Exchange current = exchange;
                if (current != null) {
                    abandonUpstream(current);
                }
                keepAlive = false;
                refuse(why, false);
            }
        }
    }

    /** Idle connections close now, busy ones with their answer. */
    void drain() {
        keepAlive = false;
        if (phase == Phase.Waiting && decoder.headBegunAt() == 0) {
            close();
        }
    }
}
