package dev.apitoken.token.access;

/** Where the client's address comes from when the peer is a trusted proxy. */
public enum ClientAddressMode {
    XForwardedFor,
    Forwarded,
    XRealIp,
    ProxyProtocol
}
