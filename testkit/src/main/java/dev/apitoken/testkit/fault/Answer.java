package dev.apitoken.testkit.fault;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;

/** An answer of the API server, or one in its place. */
record Answer(int status, String contentType, Optional<Duration> retryAfter, byte[] body) {
    private static final String JSON = "application/json";

    static Answer json(int status, String text) {
        return new Answer(status, JSON, Optional.empty(), text.getBytes(StandardCharsets.UTF_8));
    }

    /** As the API server words a failure. */
    static Answer failure(int status, String reason, Optional<Duration> retryAfter) {
        String text = """
                {"kind":"Status","apiVersion":"v1","metadata":{},"status":"Failure",\
                "message":"injected by a test","reason":"%s","code":%d}\
                """.formatted(reason, status);
        return new Answer(status, JSON, retryAfter, text.getBytes(StandardCharsets.UTF_8));
    }

    JsonNode json() {
        return Request.json(body);
    }
}
