package dev.apitoken.validator.gate;

import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.util.ReferenceCountUtil;
import java.util.Optional;

/** The head of a request: whether it can be served, where it goes, and whether the connection goes on behind it. */
final class Arrival {
    private final LoopState loop;
    private final Peer peer;
    private final boolean secure;
    private final ClientConnection connection;
    private final ClientOutput output;

    Arrival(LoopState loop, Peer peer, boolean secure, ClientConnection connection, ClientOutput output) {
        this.loop = loop;
        this.peer = peer;
        this.secure = secure;
        this.connection = connection;
        this.output = output;
    }

    void take(HttpRequest request) {
        output.answering(request.method(), request.protocolVersion());
        Optional<Refusal> refusal = HeadCheck.refusal(request, loop.settings.limits());
        if (refusal.isPresent()) {
            refuse(request, refusal.get());
            return;
        }
        connection.begun();
        output.setKeepAlive(HttpUtil.isKeepAlive(request) && !loop.load.isDraining());
        switch (loop.router.route(request, peer, secure)) {
            case Route.Refuse(Refusal why) -> refuse(request, why);
            case Route.Answer(Reply reply) -> {
                output.keepAliveOnlyIf(UnreadBody.isWorthReading(request));
                connection.answer(reply, false);
            }
            case Route.Advice(Reply reply) -> {
                output.keepAliveOnlyIf(!HeadRewriter.hasBody(request));
                connection.answer(reply, false);
            }
            case Route.Form asked -> connection.read(asked);
            case Route.Forward forward -> forward(forward, request);
        }
    }

    /** The connection ends behind it, so that its text does no harm, whatever the method was. */
    private void refuse(HttpRequest request, Refusal refusal) {
        output.answering(HttpMethod.GET, request.protocolVersion());
        Reply reply = loop.router.refusal(refusal, new GateRequest(request, peer.hop(), secure));
        ReferenceCountUtil.release(request);
        connection.refuse(refusal, reply, false);
    }

    private void forward(Route.Forward forward, HttpRequest request) {
        if (loop.pool.isEmpty() || !loop.load.admitRequest()) {
            output.keepAliveOnlyIf(UnreadBody.isWorthReading(request));
            connection.refuse(loop.pool.isEmpty() ? Refusal.NoUpstream : Refusal.Overloaded, false);
            return;
        }
        connection.forward(forward, loop.pool.get());
    }
}
