package dev.apitoken.validator.gate;

import dev.apitoken.token.access.IpAddress;
import io.netty.buffer.ByteBuf;
import java.util.Optional;

/**
 * The header of the PROXY protocol, versions 1 and 2, as HAProxy's proxy-protocol.txt defines it. One byte that does not
 * fit makes it broken: what follows would be read as a request from somebody nobody named.
 */
sealed interface ProxyHeader {
    /** More than this no header has; a version 2 one may carry further facts, which are skipped. */
    int MAX_BYTES = 4096;

    /** There may be one, once more bytes have come. */
    record Unfinished() implements ProxyHeader {}

    record Broken() implements ProxyHeader {}

    /** The proxy speaks for itself: a health check. */
    record OfProxy() implements ProxyHeader {}

    /** @param client empty: the proxy does not know, or it is no IP address */
    record OfClient(Optional<IpAddress> client) implements ProxyHeader {}

    /** What the readable bytes begin with. Moves the reader index behind a whole header, and not at all otherwise. */
    static ProxyHeader read(ByteBuf bytes) {
        if (!bytes.isReadable()) {
            return new Unfinished();
        }
        return bytes.getByte(bytes.readerIndex()) == 'P' ? ProxyHeaderV1.read(bytes) : ProxyHeaderV2.read(bytes);
    }

    /** Whether nothing has come so far that does not fit. */
    static boolean beginsLike(ByteBuf bytes, byte[] expected) {
        int length = Math.min(expected.length, bytes.readableBytes());
        for (int i = 0; i < length; i++) {
            if (bytes.getByte(bytes.readerIndex() + i) != expected[i]) {
                return false;
            }
        }
        return true;
    }
}
