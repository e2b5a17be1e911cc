package dev.apitoken.validator.gate;

import io.netty.handler.codec.http.HttpResponseStatus;

/** Why the gate itself cannot serve a request, whoever sent it. A closed set: the same word in log, metric and docs. */
enum Refusal {
    MalformedRequest(HttpResponseStatus.BAD_REQUEST, "Bad request"),
    /** A header says another method than the request line: whoever believes it runs what nobody judged (J5). */
    MethodOverridden(HttpResponseStatus.BAD_REQUEST, "Method override refused"),
    /** A trusted proxy has to tell whom it speaks for before anything else, and did not. */
    ProxyHeaderRequired(HttpResponseStatus.BAD_REQUEST, "PROXY protocol required"),
    RequestLineTooLong(HttpResponseStatus.REQUEST_URI_TOO_LONG, "Request line too long"),
    HeadTooLarge(HttpResponseStatus.REQUEST_HEADER_FIELDS_TOO_LARGE, "Header too large"),
    HttpVersionUnsupported(HttpResponseStatus.HTTP_VERSION_NOT_SUPPORTED, "HTTP/1.1 only"),
    ExpectationFailed(HttpResponseStatus.EXPECTATION_FAILED, "Expectation failed"),
    RequestTimeout(HttpResponseStatus.REQUEST_TIMEOUT, "Request timeout"),
    MethodNotAllowed(HttpResponseStatus.METHOD_NOT_ALLOWED, "Method not allowed"),
    NoUpstream(HttpResponseStatus.NOT_FOUND, "Not found"),
    /** Keys were asked for that are none of this policy's. */
    UnknownIssuer(HttpResponseStatus.NOT_FOUND, "Not found"),
    Overloaded(HttpResponseStatus.SERVICE_UNAVAILABLE, "Overloaded"),
    UpstreamUnreachable(HttpResponseStatus.BAD_GATEWAY, "Bad gateway"),
    UpstreamAnswerBroken(HttpResponseStatus.BAD_GATEWAY, "Bad gateway"),
    UpstreamTimeout(HttpResponseStatus.GATEWAY_TIMEOUT, "Gateway timeout");

    private final HttpResponseStatus status;
    private final String text;

    Refusal(HttpResponseStatus status, String text) {
        this.status = status;
        this.text = text;
    }

    HttpResponseStatus status() {
        return status;
    }

    String text() {
        return text;
    }

    /** Whether the bytes that follow on the connection cannot be trusted to be a request. */
    boolean endsConnection() {
        return switch (this) {
            case MalformedRequest,
                    MethodOverridden,
                    ProxyHeaderRequired,
                    RequestLineTooLong,
                    HeadTooLarge,
                    HttpVersionUnsupported,
                    ExpectationFailed,
                    RequestTimeout -> true;
            case MethodNotAllowed,
                    NoUpstream,
                    UnknownIssuer,
                    Overloaded,
                    UpstreamUnreachable,
                    UpstreamAnswerBroken,
                    UpstreamTimeout -> false;
        };
    }
}
