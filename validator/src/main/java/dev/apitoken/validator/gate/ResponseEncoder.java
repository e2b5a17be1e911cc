package dev.apitoken.validator.gate;

import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseEncoder;
import io.netty.handler.codec.http.HttpStatusClass;

/** Writes answers; one to HEAD has the head of the GET and no body (RFC 9110 section 9.3.2). */
final class ResponseEncoder extends HttpResponseEncoder {
    private boolean toHead;

    void answering(HttpMethod method) {
        toHead = HttpMethod.HEAD.equals(method);
    }

    @Override
    protected boolean isContentAlwaysEmpty(HttpResponse response) {
        return super.isContentAlwaysEmpty(response)
                || toHead && response.status().codeClass() != HttpStatusClass.INFORMATIONAL;
    }
}
