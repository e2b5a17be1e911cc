package dev.apitoken.validator.gate;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;

/** From the upstream to the client. When the client is slower, the upstream waits. */
final class ResponseRelay {
    private final ClientOutput client;

    ResponseRelay(ClientOutput client) {
        this.client = client;
    }

    /** Not {@code 100}: it has been said already. */
    void passInterim(HttpResponse response) {
        if (!response.status().equals(HttpResponseStatus.CONTINUE) && client.version() == HttpVersion.HTTP_1_1) {
            HopByHop.removeFrom(response.headers());
            client.interim(response);
        }
    }

    void passSwitch(Exchange current, HttpResponse response) {
        HopByHop.removeFrom(response.headers());
        response.headers().set(HttpHeaderNames.CONNECTION, HttpHeaderValues.UPGRADE);
        response.headers().set(HttpHeaderNames.UPGRADE, HttpHeaderValues.WEBSOCKET);
        client.interim(response);
        begun(current);
    }

    void passHead(Exchange current, HttpResponse response) {
        begun(current);
        boolean bodyless = HttpMethod.HEAD.equals(current.received().method())
                || response.status().equals(HttpResponseStatus.NO_CONTENT)
                || response.status().equals(HttpResponseStatus.NOT_MODIFIED);
        boolean measured = response.headers().contains(HttpHeaderNames.CONTENT_LENGTH);
        // Without a length an HTTP/1.0 client learns the end of a body from the end of the connection.
        client.keepAliveOnlyIf(
                current.requestDone && (bodyless || measured || client.version() == HttpVersion.HTTP_1_1));
        HeadRewriter.toClient(response, client.version(), bodyless);
        client.head(response);
    }

    private static void begun(Exchange current) {
        current.responseBegun = true;
        current.lastProgressAt = System.nanoTime();
    }

    /** @return whether it was the last of the answer */
    boolean pass(Exchange current, HttpContent content) {
        current.lastProgressAt = System.nanoTime();
        boolean last = content instanceof LastHttpContent;
        if (content instanceof LastHttpContent end && !end.trailingHeaders().isEmpty()) {
            HopByHop.removeFrom(end.trailingHeaders());
        }
        client.write(content);
        if (last) {
            client.flush();
        } else {
            slowDown(current);
        }
        return last;
    }

    void passTunnelled(Exchange current, ByteBuf bytes) {
        current.lastProgressAt = System.nanoTime();
        client.write(bytes);
        slowDown(current);
    }

    private void slowDown(Exchange current) {
        if (!client.isWritable() && current.upstream != null) {
            current.upstream.setReading(false);
        }
    }
}
