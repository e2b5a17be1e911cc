package dev.apitoken.validator.gate;

import dev.apitoken.token.access.IpAddress;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.util.Optional;

/** Version 2 of the PROXY protocol: a signature, one byte of version and command, one of family, a length, addresses. */
final class ProxyHeaderV2 {
    private static final byte[] SIGNATURE = {'\r', '\n', '\r', '\n', 0, '\r', '\n', 'Q', 'U', 'I', 'T', '\n'};
    private static final int COMMAND_AT = SIGNATURE.length;
    private static final int FAMILY_AT = COMMAND_AT + 1;
    private static final int LENGTH_AT = FAMILY_AT + 1;
    private static final int ADDRESSES_AT = LENGTH_AT + 2;

    private static final int LOCAL = 0x20;
    private static final int PROXY = 0x21;
    private static final int UNSPECIFIED = 0x00;
    private static final int TCP_OVER_IPV4 = 0x11;
    private static final int TCP_OVER_IPV6 = 0x21;
    private static final int UNIX_STREAM = 0x31;

    private static final int IPV4_BYTES = 4;
    private static final int IPV6_BYTES = 16;
    private static final int PORTS = 4;
    private static final int UNIX_BYTES = 216;

    private ProxyHeaderV2() {}

    static ProxyHeader read(ByteBuf bytes) {
        if (!ProxyHeader.beginsLike(bytes, SIGNATURE)) {
            return new ProxyHeader.Broken();
        }
        if (bytes.readableBytes() < ADDRESSES_AT) {
            return new ProxyHeader.Unfinished();
        }
        int from = bytes.readerIndex();
        int length = bytes.getUnsignedShort(from + LENGTH_AT);
        if (ADDRESSES_AT + length > ProxyHeader.MAX_BYTES) {
            return new ProxyHeader.Broken();
        }
        if (bytes.readableBytes() < ADDRESSES_AT + length) {
            return new ProxyHeader.Unfinished();
        }
        ProxyHeader header = of(bytes, from, length);
        if (!(header instanceof ProxyHeader.Broken)) {
            bytes.skipBytes(ADDRESSES_AT + length);
        }
        return header;
    }

    private static ProxyHeader of(ByteBuf bytes, int from, int length) {
        return switch (bytes.getUnsignedByte(from + COMMAND_AT)) {
            // What stands in its other fields is to be ignored.
            case LOCAL -> new ProxyHeader.OfProxy();
            case PROXY -> ofClient(bytes, from, length);
            default -> new ProxyHeader.Broken();
        };
    }

    /** Datagrams do not come over this connection, so nobody can be their sender. */
    private static ProxyHeader ofClient(ByteBuf bytes, int from, int length) {
        return switch (bytes.getUnsignedByte(from + FAMILY_AT)) {
            case UNSPECIFIED -> new ProxyHeader.OfClient(Optional.empty());
            case TCP_OVER_IPV4 -> address(bytes, from, length, IPV4_BYTES);
            case TCP_OVER_IPV6 -> address(bytes, from, length, IPV6_BYTES);
            case UNIX_STREAM ->
                length < UNIX_BYTES ? new ProxyHeader.Broken() : new ProxyHeader.OfClient(Optional.empty());
            default -> new ProxyHeader.Broken();
        };
    }

    private static ProxyHeader address(ByteBuf bytes, int from, int length, int size) {
        return length < 2 * size + PORTS
                ? new ProxyHeader.Broken()
                : new ProxyHeader.OfClient(
                        Optional.of(IpAddress.ofBytes(ByteBufUtil.getBytes(bytes, from + ADDRESSES_AT, size))));
    }
}
