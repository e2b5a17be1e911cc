package dev.apitoken.validator.gate;

import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.UnknownHostException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where the upstream is. A name is looked up away from the event loops, since a lookup may take seconds; while it
 * fails, the last address stays in use.
 */
final class UpstreamAddress {
    private static final Logger log = LoggerFactory.getLogger(UpstreamAddress.class);
    private static final int HTTP = 80;

    private final String host;
    private final int port;
    private volatile InetSocketAddress address;

    private UpstreamAddress(String host, int port, InetSocketAddress address) {
        this.host = host;
        this.port = port;
        this.address = address;
    }

    static UpstreamAddress of(URI uri) {
        String literal = uri.getHost();
        String host = literal.startsWith("[") ? literal.substring(1, literal.length() - 1) : literal;
        int port = uri.getPort() < 0 ? HTTP : uri.getPort();
        var upstream = new UpstreamAddress(host, port, InetSocketAddress.createUnresolved(host, port));
        upstream.lookUp();
        return upstream;
    }

    /** Unresolved until the first lookup has succeeded. */
    InetSocketAddress current() {
        return address;
    }

    boolean isName() {
        return !NetUtil.isValidIpV4Address(host) && !NetUtil.isValidIpV6Address(host);
    }

    void lookUp() {
        try {
            address = new InetSocketAddress(InetAddress.getByName(host), port);
        } catch (UnknownHostException e) {
            log.atWarn().addKeyValue("host", host).log("the upstream's name cannot be looked up");
        }
    }
}
