package dev.apitoken.validator.gate;

import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpUtil;

/** The body of a request that was answered without it: thrown away, as far as that is cheaper than a new connection. */
final class UnreadBody {
    private static final long WORTH_READING = 64 * 1024;

    private long bytes;

    /** With Expect nobody knows whether a body follows (RFC 9110 section 10.1.1), and a long one is not worth it. */
    static boolean isWorthReading(HttpRequest request) {
        return !HeadRewriter.hasBody(request)
                || !HttpUtil.is100ContinueExpected(request) && HttpUtil.getContentLength(request, 0L) <= WORTH_READING;
    }

    void begin() {
        bytes = 0;
    }

    /** @return whether reading on is still worth it */
    boolean discard(HttpContent content) {
        bytes += content.content().readableBytes();
        boolean sound = !content.decoderResult().isFailure() && bytes <= WORTH_READING;
        content.release();
        return sound;
    }
}
