package dev.apitoken.validator.gate;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import org.jspecify.annotations.Nullable;

/**
 * The phase of a client's connection in which its request is with the upstream: at most one exchange, from its begin to
 * the last byte of its answer, a failure, or the end of its tunnel.
 */
final class Exchanging {
    private final LoopState loop;
    private final ClientConnection connection;
    private final RequestDecoder decoder;
    private final ClientOutput client;
    private final RequestRelay requests;
    private final ResponseRelay responses;

    private @Nullable Exchange exchange;
    private boolean tunnelling;

    Exchanging(LoopState loop, ClientConnection connection, RequestDecoder decoder, ClientOutput client) {
        this.loop = loop;
        this.connection = connection;
        this.decoder = decoder;
        this.client = client;
        this.requests = new RequestRelay(decoder, client);
        this.responses = new ResponseRelay(client);
    }

    void begin(Route.Forward forward, UpstreamPool pool) {
        var begun = new Exchange(this, forward, System.nanoTime());
        exchange = begun;
        pool.serve(begun);
        if (begun.bodyExpected && begun.upstream == null) {
            decoder.pause();
        }
    }

    @Nullable
    Exchange current() {
        return exchange;
    }

    boolean isWaitingFor(Exchange one) {
        return exchange == one;
    }

    // ---- from the client

    void received(Exchange current, HttpContent content) {
        if (!requests.pass(current, content)) {
            abandon(current);
            connection.refuse(Refusal.MalformedRequest, false);
        }
    }

    void received(ByteBuf bytes) {
        Exchange current = exchange;
        if (current == null || !tunnelling) {
            bytes.release();
        } else {
            requests.passTunnelled(current, bytes);
        }
    }

    void flushUpstream() {
        Exchange current = exchange;
        if (current != null && current.upstream != null) {
            current.upstream.flush();
        }
    }

    void clientTakesMore() {
        Exchange current = exchange;
        if (current != null && current.upstream != null) {
            current.upstream.setReading(true);
        }
    }

    // ---- from the upstream

    void upstreamReady(Exchange current) {
        requests.begin(current);
    }

    void upstreamTakesMore(Exchange current) {
        requests.goOn(current, tunnelling);
    }

    void interim(Exchange current, HttpResponse response) {
        if (response.status().equals(HttpResponseStatus.SWITCHING_PROTOCOLS)) {
            becomeTunnel(current, response);
        } else {
            responses.passInterim(response);
        }
    }

    private void becomeTunnel(Exchange current, HttpResponse response) {
        responses.passSwitch(current, response);
        tunnelling = true;
        connection.tunnelling();
        // Either side may have sent bytes of the tunnel already. A decoder that goes hands them over, so both encoders,
        // which would take them for a message, go first.
        client.sendAsIs();
        if (current.upstream != null) {
            current.upstream.becomeTunnel();
        }
        client.receiveAsIs(decoder);
    }

    void responseHead(Exchange current, HttpResponse response) {
        responses.passHead(current, response);
    }

    void responseContent(Exchange current, HttpContent content) {
        if (exchange != current) {
            content.release();
        } else if (responses.pass(current, content)) {
            ended();
            connection.answered(current.requestDone);
        }
    }

    void tunnelled(Exchange current, ByteBuf bytes) {
        responses.passTunnelled(current, bytes);
    }

    void flushClient() {
        client.flush();
    }

    /** Too late to say so once the answer has begun: then the connection breaks off, so that nobody takes it as whole. */
    void upstreamFailed(Exchange current, Refusal refusal) {
        if (exchange == current) {
            abandon(current);
            if (tunnelling) {
                // No failure: either side may end it so (RFC 6455 section 7.1.1), and the client is owed the rest.
                connection.closeGently();
            } else if (current.responseBegun) {
                loop.metrics.refused(refusal);
                client.close();
            } else {
                client.keepAliveOnlyIf(current.requestDone);
                connection.refuse(refusal, current.requestDone);
            }
        }
    }

    // ---- its end

    void abandon() {
        Exchange current = exchange;
        if (current != null) {
            abandon(current);
        }
    }

    private void abandon(Exchange current) {
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
}
