package dev.apitoken.validator.gate;

import dev.apitoken.validator.decision.AccessDecision.Allowed;
import io.netty.handler.codec.http.HttpRequest;

/** What becomes of a request. */
sealed interface Route {
    /** Cannot be served, and nothing behind it either. */
    record Refuse(Refusal why) implements Route {}

    /** Answered here: denied, refused, or one of our own endpoints. */
    record Answer(Reply reply) implements Route {}

    /**
     * Answered to a proxy that asked about somebody else's request. A body it announces may well not come: proxies send
     * the head of the original request, length included. So nothing behind the question can be read as the next one.
     */
    record Advice(Reply reply) implements Route {}

    /** A small form is read first, and answered here. */
    record Form(FormEndpoint endpoint, GateRequest request) implements Route {}

    /**
     * Sent on. The only way to the upstream, and only a decision that allows can be on it.
     *
     * @param head as it goes out
     * @param closesWithToken whether an open answer ends when the request would no longer be allowed
     */
    record Forward(GateRequest request, Allowed allowed, HttpRequest head, boolean closesWithToken) implements Route {}
}
