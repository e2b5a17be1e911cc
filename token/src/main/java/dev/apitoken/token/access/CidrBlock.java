package dev.apitoken.token.access;

/** Address blocks by prefix length (RFC 4632, RFC 4291 section 2.3), on the 128 bits that both families share. */
final class CidrBlock {
    private static final int BITS = 128;
    private static final int IPV4_OFFSET = 96;
    private static final int NO_NUMBER = 1000;

    private CidrBlock() {}

    /** @param addressText {@code ::ffff:a.b.c.d} counts its prefix from the 128 bits it is written in */
    static AddressRange parse(String addressText, String prefixText) {
        var address = IpAddress.parse(addressText);
        int offset = address.isIpv4() ? IPV4_OFFSET : 0;
        int written = addressText.indexOf(':') < 0 ? IPV4_OFFSET : 0;
        int prefix = written + number(prefixText);
        if (prefix < offset || prefix > BITS) {
            throw new IllegalArgumentException("the prefix of %s is a number from %d to %d, not %s"
                    .formatted(addressText, offset - written, BITS - written, prefixText));
        }
        var first = new IpAddress(address.high() & highMask(prefix), address.low() & lowMask(prefix));
        if (!first.equals(address)) {
            throw new IllegalArgumentException("%s/%s has bits set beyond its prefix: write %s/%d for the block or %s"
                    .formatted(addressText, prefixText, first, prefix - offset, address));
        }
        return new AddressRange(
                first, new IpAddress(address.high() | ~highMask(prefix), address.low() | ~lowMask(prefix)));
    }

    /** The prefix length that describes the range, or -1. */
    static int prefixOf(AddressRange range) {
        var first = range.first();
        var last = range.last();
        long high = first.high() ^ last.high();
        long low = first.low() ^ last.low();
        int prefix = high != 0 ? Long.numberOfLeadingZeros(high) : 64 + Long.numberOfLeadingZeros(low);
        boolean block = high == ~highMask(prefix)
                && low == ~lowMask(prefix)
                && (first.high() & high) == 0
                && (first.low() & low) == 0;
        if (!block) {
            return -1;
        }
        return first.isIpv4() ? prefix - IPV4_OFFSET : prefix;
    }

    /** A decimal number without leading zeros, or one that no prefix reaches. */
    private static int number(String text) {
        if (text.isEmpty() || text.length() > 3 || (text.length() > 1 && text.charAt(0) == '0')) {
            return NO_NUMBER;
        }
        int value = 0;
        for (int i = 0; i < text.length(); i++) {
            int digit = text.charAt(i) - '0';
            if (digit < 0 || digit > 9) {
                return NO_NUMBER;
            }
            value = value * 10 + digit;
        }
        return value;
    }

    private static long highMask(int prefix) {
        return prefix >= 64 ? -1L : mask(prefix);
    }

    private static long lowMask(int prefix) {
        return prefix <= 64 ? 0L : mask(prefix - 64);
    }

    /** The highest {@code bits} of 64, for 0 to 64 of them. */
    private static long mask(int bits) {
        return bits == 0 ? 0L : -1L << (64 - bits);
    }
}
