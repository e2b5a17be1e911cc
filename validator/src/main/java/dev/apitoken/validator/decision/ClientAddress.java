package dev.apitoken.validator.decision;

import dev.apitoken.token.access.AddressRange;
import dev.apitoken.token.access.IpAddress;
import dev.apitoken.token.access.PolicySettings;
import dev.apitoken.validator.credential.HeaderLines;
import java.util.List;
import java.util.Optional;

/**
 * Where a request comes from. The peer, unless it is a trusted proxy: then what the policy's one header says, from
 * right to left, as far as trusted proxies wrote it. There is no second header to fall back to.
 */
public final class ClientAddress {
    private static final IpAddress UNSPECIFIED = new IpAddress(0, 0);

    private ClientAddress() {}

    /**
     * Empty: nobody says it legibly. Such a request passes only where no source filter asks.
     *
     * @param peer the other end of the connection; the unspecified address {@code ::} where that is not known
     */
    public static Optional<IpAddress> of(IpAddress peer, HeaderLines headers, PolicySettings policy) {
        if (peer.equals(UNSPECIFIED)) {
            return Optional.empty();
        }
        var trusted = policy.trustedProxies();
        if (!isTrusted(peer, trusted)) {
            return Optional.of(peer);
        }
        return switch (policy.clientAddress()) {
            case XForwardedFor -> ForwardedChain.clientOfXForwardedFor(headers.of("X-Forwarded-For"), trusted);
            case Forwarded -> ForwardedChain.clientOfForwarded(headers.of("Forwarded"), trusted);
            case XRealIp -> only(headers.of("X-Real-IP"));
            // The gate has read that header of the connection already, and the peer is what it says.
            case ProxyProtocol -> Optional.of(peer);
        };
    }

    private static Optional<IpAddress> only(List<String> lines) {
        return lines.size() == 1 ? NodeText.read(lines.getFirst()) : Optional.empty();
    }

    public static boolean isTrusted(IpAddress address, List<AddressRange> trusted) {
        for (int i = 0; i < trusted.size(); i++) {
            if (trusted.get(i).contains(address)) {
                return true;
            }
        }
        return false;
    }
}
