package dev.apitoken.validator.gate;

import dev.apitoken.token.access.IpAddress;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One client's connection, phase by phase: one request at a time, from its head to the last byte of its answer. What
 * passes between client and upstream is in {@link Exchanging}.
 */
final class ClientConnection extends ChannelInboundHandlerAdapter {
    private final LoopState loop;
    private final RequestDecoder decoder;
    private final ClientOutput output;
    private final Arrival arrival;
    private final Exchanging exchanging;
    private final Patience patience;
    private final UnreadBody unread = new UnreadBody();

    private Phase phase = Phase.Waiting;
    private long phaseSince = System.nanoTime();
    private boolean first = true;
    private boolean held;
    private @Nullable FormBody form;

    ClientConnection(LoopState loop, IpAddress peer, boolean secure, RequestDecoder decoder, ClientOutput output) {
        this.loop = loop;
        this.decoder = decoder;
        this.output = output;
        this.arrival = new Arrival(loop, peer, secure, this, output);
        this.exchanging = new Exchanging(loop, this, decoder, output);
        this.patience = new Patience(loop.settings.timeouts());
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        output.attach(ctx);
        loop.add(this);
    }

    // ---- what comes in

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        switch (message) {
            case HttpRequest request -> onRequest(request);
            case HttpContent content -> onContent(content);
            case ByteBuf bytes -> exchanging.received(bytes);
            default -> ReferenceCountUtil.release(message);
        }
    }

    private void onRequest(HttpRequest request) {
        if (phase == Phase.Waiting) {
            arrival.take(request);
        } else {
            // The decoder waits for next(); whatever went wrong there must not mix two requests.
            ReferenceCountUtil.release(request);
            close();
        }
    }

    void begun() {
        first = false;
    }

    void forward(Route.Forward forward, UpstreamPool pool) {
        enter(Phase.Exchanging);
        exchanging.begin(forward, pool);
    }

    void read(GateRequest request) {
        form = new FormBody(request);
        enter(Phase.Reading);
        output.continueIfExpected(request.http());
    }

    private void onContent(HttpContent content) {
        Exchange current = exchanging.current();
        FormBody reading = form;
        if (phase == Phase.Exchanging && current != null) {
            exchanging.received(current, content);
        } else if (phase == Phase.Reading && reading != null) {
            read(reading, content);
        } else {
            discard(content);
        }
    }

    private void read(FormBody reading, HttpContent content) {
        boolean last = content instanceof LastHttpContent;
        if (!reading.add(content)) {
            form = null;
            refuse(Refusal.MalformedRequest, last);
        } else if (last) {
            form = null;
            answer(loop.router.introspected(reading), true);
        }
    }

    private void discard(HttpContent content) {
        boolean last = content instanceof LastHttpContent;
        boolean sound = unread.discard(content);
        if (phase == Phase.Discarding && !sound) {
            closeGently();
        } else if (phase == Phase.Discarding && last) {
            nextRequest();
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        exchanging.flushUpstream();
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        if (ctx.channel().isWritable()) {
            exchanging.clientTakesMore();
            if (held) {
                held = false;
                decoder.next();
            }
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        exchanging.abandon();
        loop.remove(this);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        // A reset, a broken TLS record, a failed write: there is nobody left to answer.
        ctx.close();
    }

    // ---- what goes out

    void refuse(Refusal refusal, boolean requestDone) {
        refuse(refusal, loop.router.refusal(refusal), requestDone);
    }

    void refuse(Refusal refusal, Reply reply, boolean requestDone) {
        loop.metrics.refused(refusal);
        output.keepAliveOnlyIf(!refusal.endsConnection());
        answer(reply, requestDone);
    }

    void answer(Reply reply, boolean requestDone) {
        output.reply(reply);
        answered(requestDone);
    }

    void answered(boolean requestDone) {
        if (!output.isKeptAlive() || loop.load.isDraining()) {
            closeGently();
        } else if (requestDone) {
            nextRequest();
        } else {
            unread.begin();
            enter(Phase.Discarding);
            decoder.resume();
        }
    }

    /** Answers that a client does not take would pile up here: until it takes them, none of its requests is read. */
    private void nextRequest() {
        enter(Phase.Waiting);
        held = !output.isWritable();
        if (!held) {
            decoder.next();
        }
    }

    void tunnelling() {
        enter(Phase.Tunnelling);
    }

    void closeGently() {
        enter(Phase.Closing);
        decoder.discardRest();
        output.closeGently();
    }

    void close() {
        output.close();
    }

    private void enter(Phase next) {
        phase = next;
        phaseSince = System.nanoTime();
    }

    // ---- by the clock

    void beat(long now) {
        if (output.isBeingTaken()) {
            phaseSince = now;
        }
        Exchange current = exchanging.current();
        Optional<Patience.Verdict> missed = switch (phase) {
            case Waiting -> patience.whileWaiting(now, phaseSince, first, decoder.headBegunAt());
            case Exchanging, Tunnelling ->
                current == null ? Optional.empty() : patience.whileExchanging(now, current, decoder.isPaused());
            case Reading -> patience.whileReading(now, phaseSince);
            case Discarding -> patience.whileDiscarding(now, phaseSince);
            case Closing -> patience.whileClosing(now, phaseSince, output.isOwing());
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
                exchanging.abandon();
                output.setKeepAlive(false);
                refuse(why, false);
            }
        }
    }

    /** Idle connections close now, busy ones with their answer, and none before it is taken. */
    void drain() {
        output.setKeepAlive(false);
        if (phase == Phase.Waiting && output.isOwing()) {
            closeGently();
        } else if (phase == Phase.Waiting && decoder.headBegunAt() == 0) {
            close();
        }
    }
}
