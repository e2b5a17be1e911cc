package dev.apitoken.validator.gate;

import dev.apitoken.token.Digest;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** A public text of ours that clients may keep for a while, and ask about again by its tag (RFC 9110 section 8.8.3). */
record CachedText(String contentType, String text, String etag) {
    private static final int TAG_LENGTH = 32;

    static CachedText of(String contentType, String text) {
        String digest = Digest.of(text.getBytes(StandardCharsets.UTF_8)).hex();
        return new CachedText(contentType, text, "\"" + digest.substring(0, TAG_LENGTH) + "\"");
    }

    Reply answer(GateRequest request) {
        boolean known = request.headers("If-None-Match").stream()
                .anyMatch(tags -> tags.contains(etag) || tags.strip().equals("*"));
        return new Reply(
                known ? HttpResponseStatus.NOT_MODIFIED : HttpResponseStatus.OK,
                List.of(
                        Map.entry("Content-Type", contentType),
                        Map.entry("Cache-Control", "max-age=300"),
                        Map.entry("ETag", etag)),
                known ? "" : text);
    }
}
