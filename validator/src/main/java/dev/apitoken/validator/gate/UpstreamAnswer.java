package dev.apitoken.validator.gate;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import java.util.List;

/** What an upstream's head must be to be passed on. */
final class UpstreamAnswer {
    private UpstreamAnswer() {}

    /** A coding other than chunked would be lost on the way, and the body with it. */
    static boolean isSound(HttpResponse response) {
        List<String> codings = response.headers().getAll(HttpHeaderNames.TRANSFER_ENCODING);
        boolean plain = codings.isEmpty()
                || codings.size() == 1 && HttpHeaderValues.CHUNKED.contentEqualsIgnoreCase(codings.getFirst());
        HttpVersion version = response.protocolVersion();
        return plain
                && (version == HttpVersion.HTTP_1_1 || version == HttpVersion.HTTP_1_0)
                && response.status().code() >= 100
                && response.status().code() <= 999;
    }

    /** 101 only in answer to an upgrade we passed on, and only to the protocol it asked for (RFC 6455 section 4.1). */
    static boolean isExpectedInterim(HttpResponse response, boolean upgrade) {
        if (!response.status().equals(HttpResponseStatus.SWITCHING_PROTOCOLS)) {
            return true;
        }
        return upgrade
                && response.headers().contains(HttpHeaderNames.SEC_WEBSOCKET_ACCEPT)
                && HttpHeaderValues.WEBSOCKET.contentEqualsIgnoreCase(
                        response.headers().get(HttpHeaderNames.UPGRADE));
    }
}
