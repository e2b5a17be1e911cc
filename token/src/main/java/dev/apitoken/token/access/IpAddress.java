package dev.apitoken.token.access;

import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * An address as 128 bits; IPv4 is its mapped form {@code ::ffff:a.b.c.d} (RFC 4291 section 2.5.5.2), so that both
 * spellings are one address. Ordered as an unsigned number.
 */
public record IpAddress(long high, long low) implements Comparable<IpAddress> {
    private static final long MAPPED = 0xffffL << 32;
    private static final int IPV4_BYTES = 4;
    private static final int IPV6_BYTES = 16;

    /** @param bits the four octets, the first one highest */
    public static IpAddress ofIpv4(int bits) {
        return new IpAddress(0, MAPPED | Integer.toUnsignedLong(bits));
    }

    /**
     * @param bytes in network order
     * @throws IllegalArgumentException unless there are 4 or 16 of them
     */
    public static IpAddress ofBytes(byte[] bytes) {
        var buffer = ByteBuffer.wrap(bytes);
        return switch (bytes.length) {
            case IPV4_BYTES -> ofIpv4(buffer.getInt());
            case IPV6_BYTES -> new IpAddress(buffer.getLong(), buffer.getLong());
            default -> throw new IllegalArgumentException("an address has 4 or 16 bytes, not " + bytes.length);
        };
    }

    /**
     * IPv4 as four decimal numbers without leading zeros, or IPv6 as RFC 4291 section 2.2 writes it. No zone, no
     * brackets, no port, no space.
     *
     * @throws IllegalArgumentException for any other text
     */
    public static IpAddress parse(String text) {
        return read(text).orElseThrow(() -> new IllegalArgumentException("not an IPv4 or IPv6 address: " + text));
    }

    /** As {@link #parse}, for text that a client sent. */
    public static Optional<IpAddress> read(String text) {
        return text.indexOf(':') < 0 ? Ipv4Text.read(text) : Ipv6Text.read(text);
    }

    /** The one behind it; of the highest, the lowest. */
    IpAddress next() {
        return new IpAddress(low == -1L ? high + 1 : high, low + 1);
    }

    public boolean isIpv4() {
        return high == 0 && (low >>> 32) == 0xffff;
    }

    @Override
    public int compareTo(IpAddress other) {
        int highs = Long.compareUnsigned(high, other.high);
        return highs != 0 ? highs : Long.compareUnsigned(low, other.low);
    }

    /** The one spelling of this address: dotted decimal, or RFC 5952. {@link #parse} reads it back. */
    @Override
    public String toString() {
        return isIpv4() ? Ipv4Text.write((int) low) : Ipv6Text.write(high, low);
    }
}
