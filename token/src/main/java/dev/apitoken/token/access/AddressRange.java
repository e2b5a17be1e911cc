package dev.apitoken.token.access;

/**
 * A closed range of addresses of one family: an address, a CIDR block or {@code a-b}.
 *
 * <p>An IPv6 range never contains an IPv4 address, although the mapped form lies inside {@code ::/0}: who allows all
 * of IPv6 has said nothing about IPv4.
 */
public record AddressRange(IpAddress first, IpAddress last) {
    /** @throws IllegalArgumentException if the ends are of two families or reversed */
    public AddressRange {
        if (first.isIpv4() != last.isIpv4()) {
            throw new IllegalArgumentException("a range has ends of one family, not " + first + " and " + last);
        }
        if (first.compareTo(last) > 0) {
            throw new IllegalArgumentException("a range starts at its lower end: " + last + "-" + first);
        }
    }

    /**
     * {@code a}, {@code a/prefix} or {@code a-b}, with addresses as {@link IpAddress#parse} reads them. No spaces.
     * A block whose address has bits set beyond its prefix is refused, since nobody can tell whether the address or
     * the block was meant.
     *
     * @throws IllegalArgumentException for any other text, with a message for its author
     */
    public static AddressRange parse(String text) {
        int slash = text.indexOf('/');
        if (slash >= 0) {
            return CidrBlock.parse(text.substring(0, slash), text.substring(slash + 1));
        }
        int dash = text.indexOf('-');
        if (dash >= 0) {
            return new AddressRange(
                    IpAddress.parse(text.substring(0, dash)), IpAddress.parse(text.substring(dash + 1)));
        }
        return of(IpAddress.parse(text));
    }

    public static AddressRange of(IpAddress address) {
        return new AddressRange(address, address);
    }

    public boolean contains(IpAddress address) {
        return first.compareTo(address) <= 0 && address.compareTo(last) <= 0 && first.isIpv4() == address.isIpv4();
    }

    /** The shortest of the three forms; {@link #parse} reads it back. */
    @Override
    public String toString() {
        if (first.equals(last)) {
            return first.toString();
        }
        int prefix = CidrBlock.prefixOf(this);
        return prefix < 0 ? first + "-" + last : first + "/" + prefix;
    }
}
