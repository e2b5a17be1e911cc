package dev.apitoken.validator.gate;

import io.netty.handler.codec.TooLongFrameException;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.netty.util.AsciiString;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What makes a request's head unfit to be read by two programs one after the other (RFC 9112 section 11.2), as far as
 * {@link RequestDecoder} has not refused it already.
 */
final class HeadCheck {
    private static final List<String> FRAMING_SPELLED =
            List.of("content-length", "transfer-encoding", "host", "connection", "upgrade", "te", "trailer", "expect");
    private static final FoldedNames FRAMING = new FoldedNames(FRAMING_SPELLED, List.of());

    /** Believed by many frameworks in place of the method, if only on a POST. */
    private static final FoldedNames METHOD_OVERRIDE =
            new FoldedNames(List.of("X-HTTP-Method-Override", "X-HTTP-Method", "X-Method-Override"), List.of());

    private HeadCheck() {}

    static Optional<Refusal> refusal(HttpRequest request, GateLimits limits) {
        if (request.decoderResult().isFailure()) {
            return Optional.of(ofFailure(request.decoderResult().cause()));
        }
        if (request.protocolVersion() != HttpVersion.HTTP_1_1 && request.protocolVersion() != HttpVersion.HTTP_1_0) {
            return Optional.of(Refusal.HttpVersionUnsupported);
        }
        HttpHeaders headers = request.headers();
        if (headers.size() > limits.headerLines()) {
            return Optional.of(Refusal.HeadTooLarge);
        }
        boolean sound = isOrdinaryTarget(request)
                && hasOneHost(headers)
                && hasPlainFraming(request)
                && !isHixieHandshake(headers);
        if (!sound) {
            return Optional.of(Refusal.MalformedRequest);
        }
        Optional<Refusal> ofNames = ofNames(headers);
        return ofNames.isPresent() ? ofNames : expectation(headers);
    }

    private static Optional<Refusal> ofNames(HttpHeaders headers) {
        Iterator<Map.Entry<CharSequence, CharSequence>> fields = headers.iteratorCharSequence();
        while (fields.hasNext()) {
            CharSequence name = fields.next().getKey();
            if (isFramingInDisguise(name)) {
                return Optional.of(Refusal.MalformedRequest);
            }
            if (METHOD_OVERRIDE.contain(name)) {
                return Optional.of(Refusal.MethodOverridden);
            }
        }
        return Optional.empty();
    }

    static Refusal ofFailure(Throwable cause) {
        if (cause instanceof TooLongHttpLineException) {
            return Refusal.RequestLineTooLong;
        }
        if (cause instanceof TooLongHttpHeaderException || cause instanceof TooLongFrameException) {
            return Refusal.HeadTooLarge;
        }
        return Refusal.MalformedRequest;
    }

    /** CONNECT asks for a tunnel to anywhere; there is none here. */
    private static boolean isOrdinaryTarget(HttpRequest request) {
        return !HttpMethod.CONNECT.equals(request.method())
                && isMethod(request.method().name())
                && isVisibleAscii(request.uri());
    }

    /**
     * As a rule can name it. Methods are compared with case (RFC 9110 section 9.1), but not by every application: one
     * that takes {@code delete} for DELETE would run what a rule for DELETE denies.
     */
    static boolean isMethod(String method) {
        for (int i = 0; i < method.length(); i++) {
            char c = method.charAt(i);
            if ((c < 'A' || c > 'Z') && c != '-') {
                return false;
            }
        }
        return !method.isEmpty();
    }

    private static boolean isVisibleAscii(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c <= ' ' || c >= 0x7f) {
                return false;
            }
        }
        return !text.isEmpty();
    }

    /** RFC 9112 section 3.2; asked of HTTP/1.0 too, since what we send on is HTTP/1.1. */
    private static boolean hasOneHost(HttpHeaders headers) {
        List<String> hosts = headers.getAll(HttpHeaderNames.HOST);
        return hosts.size() == 1 && isHost(hosts.getFirst());
    }

    static boolean isHost(String host) {
        for (int i = 0; i < host.length(); i++) {
            char c = host.charAt(i);
            boolean ordinary = c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9';
            if (!ordinary && ".-_~:[]!$&'()*+;=%".indexOf(c) < 0) {
                return false;
            }
        }
        return !host.isEmpty();
    }

    /** One of the two framings, spelled in the one way every reader agrees on (RFC 9112 section 6). */
    private static boolean hasPlainFraming(HttpRequest request) {
        List<String> codings = request.headers().getAll(HttpHeaderNames.TRANSFER_ENCODING);
        List<String> lengths = request.headers().getAll(HttpHeaderNames.CONTENT_LENGTH);
        if (codings.isEmpty()) {
            return lengths.isEmpty() || lengths.size() == 1 && isNumber(lengths.getFirst());
        }
        return codings.size() == 1
                && HttpHeaderValues.CHUNKED.contentEqualsIgnoreCase(codings.getFirst())
                && lengths.isEmpty()
                && request.protocolVersion() == HttpVersion.HTTP_1_1;
    }

    /** Without zeros before it: some readers take such a number for octal. */
    private static boolean isNumber(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) < '0' || text.charAt(i) > '9') {
                return false;
            }
        }
        return !text.isEmpty() && (text.length() == 1 || text.charAt(0) != '0');
    }

    /** {@code Content_Length} means nothing here, but a length to whoever folds names behind us. */
    private static boolean isFramingInDisguise(CharSequence name) {
        if (!FRAMING.contain(name)) {
            return false;
        }
        for (String spelled : FRAMING_SPELLED) {
            if (AsciiString.contentEqualsIgnoreCase(spelled, name)) {
                return false;
            }
        }
        return true;
    }

    /** Netty reads eight bytes of body behind these two, without any framing, as a draft of WebSocket once had it. */
    private static boolean isHixieHandshake(HttpHeaders headers) {
        return headers.contains(HttpHeaderNames.SEC_WEBSOCKET_KEY1)
                || headers.contains(HttpHeaderNames.SEC_WEBSOCKET_KEY2);
    }

    private static Optional<Refusal> expectation(HttpHeaders headers) {
        List<String> expectations = headers.getAll(HttpHeaderNames.EXPECT);
        boolean known = expectations.isEmpty()
                || expectations.size() == 1
                        && HttpHeaderValues.CONTINUE.contentEqualsIgnoreCase(expectations.getFirst());
        return known ? Optional.empty() : Optional.of(Refusal.ExpectationFailed);
    }
}
