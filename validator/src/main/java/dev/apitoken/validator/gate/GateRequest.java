package dev.apitoken.validator.gate;

import dev.apitoken.token.access.IpAddress;
import dev.apitoken.validator.decision.Request;
import io.netty.handler.codec.http.HttpRequest;
import java.util.List;

/** A request as it came through the gated port. */
record GateRequest(HttpRequest http, IpAddress peer, boolean secure) implements Request {
    @Override
    public String method() {
        return http.method().name();
    }

    @Override
    public String target() {
        return http.uri();
    }

    @Override
    public List<String> headers(String name) {
        return http.headers().getAll(name);
    }

    /** Never the headers: a credential may stand in any of them. */
    @Override
    public String toString() {
        return "GateRequest[" + method() + " from " + peer + "]";
    }
}
