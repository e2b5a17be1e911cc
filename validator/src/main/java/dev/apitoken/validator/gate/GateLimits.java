package dev.apitoken.validator.gate;

/**
 * How much the gate takes in.
 *
 * @param requestLine bytes of the first line; more is 414
 * @param headerBlock bytes of all header lines; more is 431
 * @param headerLines more is 431
 * @param responseHeaderBlock bytes of the upstream's header lines; more is 502
 * @param connections of clients at one time; more are closed at once
 * @param inFlight requests with the upstream at one time, tunnels included; more is 503
 * @param idleUpstream connections kept for the next request, per event loop
 */
public record GateLimits(
        int requestLine,
        int headerBlock,
        int headerLines,
        int responseHeaderBlock,
        int connections,
        int inFlight,
        int idleUpstream) {
    public static final GateLimits DEFAULT = new GateLimits(4096, 8192, 100, 32_768, 10_000, 1024, 64);
}
