package dev.apitoken.validator.gate;

import dev.apitoken.token.access.ClientAddressMode;
import dev.apitoken.token.access.IpAddress;
import dev.apitoken.token.access.PolicySettings;
import dev.apitoken.validator.decision.ClientAddress;

/**
 * Who is at the other end of one connection: the address it comes from, and the one that the PROXY protocol told, if a
 * policy asked for it. Which of the two counts is for the policy of the moment to say.
 */
final class Peer {
    private final IpAddress hop;
    private IpAddress told = OriginalRequest.UNSAID;
    private boolean hasTold;

    /** @param hop the socket's */
    Peer(IpAddress hop) {
        this.hop = hop;
    }

    IpAddress hop() {
        return hop;
    }

    void tell(IpAddress address) {
        told = address;
        hasTold = true;
    }

    /** Whether its connections begin with a header of the PROXY protocol: then it is never guessed at, nor left out. */
    boolean mustTell(PolicySettings policy) {
        return policy.clientAddress() == ClientAddressMode.ProxyProtocol
                && ClientAddress.isTrusted(hop, policy.trustedProxies());
    }

    /** Whether a header is missing: the policy has come to ask for it since the connection began. */
    boolean owesHeader(PolicySettings policy) {
        return !hasTold && mustTell(policy);
    }

    /** The address a request is judged by. */
    IpAddress address(PolicySettings policy) {
        return hasTold && mustTell(policy) ? told : hop;
    }
}
