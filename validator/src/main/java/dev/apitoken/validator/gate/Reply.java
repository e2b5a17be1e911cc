package dev.apitoken.validator.gate;

import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** An answer of our own, complete and small. Never a redirect, HTML or a cookie (I5). */
record Reply(HttpResponseStatus status, List<Map.Entry<String, String>> headers, String body) {
    static final String JSON = "application/json";
    static final String PROBLEM = "application/problem+json";

    Reply {
        headers = List.copyOf(headers);
    }

    static Reply json(HttpResponseStatus status, String body) {
        return new Reply(
                status, List.of(Map.entry("Content-Type", JSON), Map.entry("Cache-Control", "no-store")), body);
    }

    static Reply empty(HttpResponseStatus status) {
        return new Reply(status, List.of(Map.entry("Cache-Control", "no-store")), "");
    }

    Reply with(String name, String value) {
        var more = new ArrayList<>(headers);
        more.add(Map.entry(name, value));
        return new Reply(status, more, body);
    }

    Reply withStatus(HttpResponseStatus other) {
        return new Reply(other, headers, body);
    }

    FullHttpResponse toHttp() {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        var response = new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, status, Unpooled.wrappedBuffer(bytes));
        headers.forEach(header -> response.headers().add(header.getKey(), header.getValue()));
        if (!status.equals(HttpResponseStatus.NOT_MODIFIED)) {
            response.headers().set(HttpHeaderNames.CONTENT_LENGTH, bytes.length);
        }
        return response;
    }
}
