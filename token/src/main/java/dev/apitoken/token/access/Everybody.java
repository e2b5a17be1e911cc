package dev.apitoken.token.access;

import java.util.Comparator;
import java.util.List;

/**
 * Whether ranges of addresses, taken together, mean everybody. Who is believed must be somebody: a list that holds
 * every client would let any of them write its own address, method and path.
 *
 * <p>Everybody is whoever can be met on the internet, of one family. So two halves are everybody, and so is a range
 * that leaves out only addresses nobody has (RFC 6890, RFC 4291 section 2.4).
 */
public final class Everybody {
    private static final AddressRange IPV4 = AddressRange.parse("1.0.0.0-223.255.255.255");
    private static final AddressRange IPV6 = AddressRange.parse("2000::/3");

    private Everybody() {}

    public static boolean isAmong(List<AddressRange> ranges) {
        return covers(ranges, IPV4) || covers(ranges, IPV6);
    }

    /** @throws IllegalArgumentException if everybody is among them */
    static List<AddressRange> excluded(List<AddressRange> ranges, String meaning) {
        if (isAmong(ranges)) {
            throw new IllegalArgumentException(meaning + " must not be everybody");
        }
        return List.copyOf(ranges);
    }

    private static boolean covers(List<AddressRange> ranges, AddressRange all) {
        var inOrder = ranges.stream()
                .filter(range -> range.first().isIpv4() == all.first().isIpv4())
                .sorted(Comparator.comparing(AddressRange::first))
                .toList();
        IpAddress next = all.first();
        for (AddressRange range : inOrder) {
            if (range.first().compareTo(next) > 0) {
                return false;
            }
            if (range.last().compareTo(all.last()) >= 0) {
                return true;
            }
            if (range.last().compareTo(next) >= 0) {
                next = range.last().next();
            }
        }
        return false;
    }
}
