package dev.apitoken.validator.gate;

import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.QueryStringDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The body of a request to an endpoint of ours: a form, small enough to be kept (RFC 7662 section 2.1). */
final class FormBody {
    /** A token has 4 KiB at most, and nothing that a form of ours knows is longer. */
    private static final int MAX_BYTES = 8 * 1024;

    private static final int MAX_FIELDS = 16;

    private final FormEndpoint endpoint;
    private final GateRequest request;
    private final StringBuilder text = new StringBuilder();

    FormBody(FormEndpoint endpoint, GateRequest request) {
        this.endpoint = endpoint;
        this.request = request;
    }

    FormEndpoint endpoint() {
        return endpoint;
    }

    GateRequest request() {
        return request;
    }

    static boolean isAnnounced(HttpRequest request) {
        CharSequence type = Optional.ofNullable(HttpUtil.getMimeType(request)).orElse("");
        return HttpHeaderValues.APPLICATION_X_WWW_FORM_URLENCODED.contentEqualsIgnoreCase(type)
                && request.headers().getAll(HttpHeaderNames.CONTENT_TYPE).size() == 1
                && HttpUtil.getContentLength(request, 0L) <= MAX_BYTES;
    }

    /** @return false: it is longer than any form of ours */
    boolean add(HttpContent content) {
        boolean sound = !content.decoderResult().isFailure()
                && text.length() + content.content().readableBytes() <= MAX_BYTES;
        if (sound) {
            text.append(content.content().toString(StandardCharsets.ISO_8859_1));
        }
        content.release();
        return sound;
    }

    /** @return empty: it is no form */
    Optional<Map<String, List<String>>> fields() {
        try {
            return Optional.of(new QueryStringDecoder(text.toString(), StandardCharsets.UTF_8, false, MAX_FIELDS, true)
                    .parameters());
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
