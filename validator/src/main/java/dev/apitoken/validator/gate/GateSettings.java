package dev.apitoken.validator.gate;

import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Optional;

/**
 * How the gated port runs.
 *
 * @param upstream {@code http://host:port}; empty: external authorisation only
 * @param whoAmIPath answered like {@code /apitoken/me}; empty: left to the upstream
 * @param threads event loops
 * @param decisionLog how many lines say what was decided
 */
public record GateSettings(
        InetSocketAddress bind,
        Optional<URI> upstream,
        Optional<TlsFiles> tls,
        Optional<String> whoAmIPath,
        Transport transport,
        int threads,
        GateLimits limits,
        GateTimeouts timeouts,
        DecisionLogLimits decisionLog) {}
