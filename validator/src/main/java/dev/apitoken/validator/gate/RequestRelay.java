package dev.apitoken.validator.gate;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.DefaultLastHttpContent;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.LastHttpContent;

/** From the client to the upstream. When the upstream is slower, the client waits. */
final class RequestRelay {
    private final RequestDecoder decoder;
    private final ClientOutput client;

    RequestRelay(RequestDecoder decoder, ClientOutput client) {
        this.decoder = decoder;
        this.client = client;
    }

    /** @return false: what came is no part of the body that was announced, and is not passed on */
    boolean pass(Exchange current, HttpContent content) {
        boolean last = content instanceof LastHttpContent;
        boolean unannounced = !current.bodyExpected && content.content().isReadable();
        if (content.decoderResult().isFailure() || unannounced) {
            content.release();
            return false;
        }
        current.lastProgressAt = System.nanoTime();
        current.requestDone = last;
        UpstreamConnection upstream = current.upstream;
        if (upstream == null) {
            content.release();
            return true;
        }
        upstream.write(last ? withoutTrailers((LastHttpContent) content) : content);
        if (!last && !upstream.isWritable()) {
            decoder.pause();
        }
        return true;
    }

    /** Trailers may be dropped (RFC 9110 section 6.5.1); some servers read them like headers, ours included. */
    private static LastHttpContent withoutTrailers(LastHttpContent last) {
        return last.trailingHeaders().isEmpty() ? last : new DefaultLastHttpContent(last.content());
    }

    void passTunnelled(Exchange current, ByteBuf bytes) {
        UpstreamConnection upstream = current.upstream;
        if (upstream == null) {
            bytes.release();
            return;
        }
        current.lastProgressAt = System.nanoTime();
        upstream.write(bytes);
        if (!upstream.isWritable()) {
            client.setReading(false);
        }
    }

    /** The body may come now. */
    void begin(Exchange current) {
        if (current.bodyExpected) {
            client.continueIfExpected(current.received());
        }
        UpstreamConnection upstream = current.upstream;
        if (current.requestDone && upstream != null) {
            upstream.write(LastHttpContent.EMPTY_LAST_CONTENT);
        } else {
            decoder.resume();
        }
    }

    /** The upstream takes in more. */
    void goOn(Exchange current, boolean tunnelling) {
        if (tunnelling) {
            client.setReading(true);
        } else if (!current.requestDone) {
            decoder.resume();
        }
    }
}
