package dev.apitoken.validator.gate;

import dev.apitoken.token.access.IpAddress;
import dev.apitoken.validator.credential.CredentialReader;
import dev.apitoken.validator.decision.AccessDecision.Allowed;
import io.netty.handler.codec.http.DefaultHttpHeadersFactory;
import io.netty.handler.codec.http.DefaultHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import java.util.Iterator;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Heads as they go on. Of the client's head first everything is dropped that is about the connection, a credential of
 * ours, or a name of ours; then ours are set (J2): nothing the client sends comes after.
 */
final class HeadRewriter {
    /** Names were validated when they were read, and what we add is encoded. */
    private static final DefaultHttpHeadersFactory HEADERS =
            DefaultHttpHeadersFactory.headersFactory().withValidation(false);

    private HeadRewriter() {}

    /** The upgrade that is passed on. Any other could carry further requests, which nobody would judge (M8). */
    static boolean isWebSocketUpgrade(HttpRequest request) {
        return request.protocolVersion() == HttpVersion.HTTP_1_1
                && HttpMethod.GET.equals(request.method())
                && request.headers().containsValue(HttpHeaderNames.CONNECTION, HttpHeaderValues.UPGRADE, true)
                && request.headers().getAll(HttpHeaderNames.UPGRADE).size() == 1
                && HttpHeaderValues.WEBSOCKET.contentEqualsIgnoreCase(
                        request.headers().get(HttpHeaderNames.UPGRADE))
                && !hasBody(request);
    }

    static boolean hasBody(HttpRequest request) {
        String length = request.headers().get(HttpHeaderNames.CONTENT_LENGTH);
        return HttpUtil.isTransferEncodingChunked(request) || length != null && !length.equals("0");
    }

    /** Only a decision that allows makes the head of an upstream request. */
    static HttpRequest toUpstream(GateRequest request, Allowed allowed, PolicyHeaders policy) {
        HttpRequest http = request.http();
        HttpHeaders kept = keptOf(http.headers(), policy);
        if (HttpUtil.isTransferEncodingChunked(http)) {
            kept.set(HttpHeaderNames.TRANSFER_ENCODING, HttpHeaderValues.CHUNKED);
        }
        if (isWebSocketUpgrade(http)) {
            kept.set(HttpHeaderNames.CONNECTION, HttpHeaderValues.UPGRADE);
            kept.set(HttpHeaderNames.UPGRADE, HttpHeaderValues.WEBSOCKET);
        }
        Optional<IpAddress> client = allowed.client();
        ForwardedHeaders.set(kept, request, client, policy.policy());
        policy.identity().write(allowed.principal(), client, (name, value) -> {
            if (!value.isEmpty()) {
                kept.set(name, value);
            }
        });
        String target = allowed.target().path().value() + allowed.target().query();
        return new DefaultHttpRequest(HttpVersion.HTTP_1_1, http.method(), target, kept);
    }

    private static HttpHeaders keptOf(HttpHeaders headers, PolicyHeaders policy) {
        Set<String> nominated = HopByHop.nominated(headers);
        HttpHeaders kept = HEADERS.newHeaders();
        Iterator<Map.Entry<CharSequence, CharSequence>> fields = headers.iteratorCharSequence();
        while (fields.hasNext()) {
            Map.Entry<CharSequence, CharSequence> field = fields.next();
            CharSequence name = field.getKey();
            boolean goes = HopByHop.contains(name)
                    || policy.drops(name)
                    || HttpHeaderNames.EXPECT.contentEqualsIgnoreCase(name)
                    || isNominated(name, nominated);
            if (!goes) {
                keep(kept, name, field.getValue().toString(), policy);
            }
        }
        return kept;
    }

    private static boolean isNominated(CharSequence name, Set<String> nominated) {
        return !nominated.isEmpty() && nominated.contains(name.toString().toLowerCase(Locale.ROOT));
    }

    private static void keep(HttpHeaders kept, CharSequence name, String value, PolicyHeaders policy) {
        if (policy.stripsBearer() && HttpHeaderNames.AUTHORIZATION.contentEqualsIgnoreCase(name)) {
            if (!CredentialReader.isAuthorizationOurs(value)) {
                kept.add(name, value);
            }
        } else if (policy.strippedCookie().isPresent() && HttpHeaderNames.COOKIE.contentEqualsIgnoreCase(name)) {
            CookieHeader.without(policy.strippedCookie().get(), value).ifPresent(rest -> kept.add(name, rest));
        } else {
            kept.add(name, value);
        }
    }

    /**
     * Makes the upstream's head the client's. Changes it in place: nobody else reads it.
     *
     * @param bodyless an answer without body, whatever its head says
     */
    static void toClient(HttpResponse response, HttpVersion client, boolean bodyless) {
        boolean measured = response.headers().contains(HttpHeaderNames.CONTENT_LENGTH);
        HopByHop.removeFrom(response.headers());
        if (!measured && !bodyless && client == HttpVersion.HTTP_1_1) {
            response.headers().set(HttpHeaderNames.TRANSFER_ENCODING, HttpHeaderValues.CHUNKED);
        }
        response.setProtocolVersion(HttpVersion.HTTP_1_1);
    }
}
