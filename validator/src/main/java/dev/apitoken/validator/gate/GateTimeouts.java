package dev.apitoken.validator.gate;

import java.time.Duration;

/**
 * How long the gate waits. Checked on each event loop's beat, so an end may come up to half a second late.
 *
 * @param header from the first byte of a request, or from the connection, to the end of its head
 * @param idle between two requests, between two pieces of a request's body, and until a client takes more of an answer
 * @param request for a whole request to arrive
 * @param connect to the upstream
 * @param upstream from the end of the request to the head of the answer
 * @param upstreamIdle how long a kept upstream connection is trusted; below the keep-alive of common servers (5 s)
 * @param streamIdle without a byte in an open answer or tunnel
 * @param shutdownDelay between "not ready" and the end of accepting, so that load balancers hear of it
 * @param shutdownGrace for requests in flight after that
 */
public record GateTimeouts(
        Duration header,
        Duration idle,
        Duration request,
        Duration connect,
        Duration upstream,
        Duration upstreamIdle,
        Duration streamIdle,
        Duration shutdownDelay,
        Duration shutdownGrace) {
    public static final GateTimeouts DEFAULT = new GateTimeouts(
            Duration.ofSeconds(10),
            Duration.ofSeconds(30),
            Duration.ofMinutes(15),
            Duration.ofSeconds(2),
            Duration.ofSeconds(60),
            Duration.ofSeconds(4),
            Duration.ofMinutes(10),
            Duration.ofSeconds(2),
            Duration.ofSeconds(15));
}
