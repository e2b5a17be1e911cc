package dev.apitoken.token.access;

import java.util.Arrays;
import java.util.Optional;

/** The text of IPv6 addresses: read after RFC 4291 section 2.2, written after RFC 5952. */
final class Ipv6Text {
    private static final int LONGEST = "ffff:ffff:ffff:ffff:ffff:ffff:255.255.255.255".length();
    private static final int GROUPS = 8;

    private final String text;
    private final int[] groups = new int[GROUPS];
    private int count;
    private int gap = -1;

    private Ipv6Text(String text) {
        this.text = text;
    }

    static Optional<IpAddress> read(String text) {
        return text.length() > LONGEST ? Optional.empty() : new Ipv6Text(text).read();
    }

    private Optional<IpAddress> read() {
        int at = 0;
        if (text.startsWith("::")) {
            gap = 0;
            at = 2;
        }
        while (at < text.length()) {
            int end = endOfGroup(at);
            boolean last = end == text.length();
            if (!(last && text.indexOf('.', at) >= 0 ? takeIpv4(at) : takeGroup(at, end))) {
                return Optional.empty();
            }
            if (last) {
                break;
            }
            at = end + 1;
            if (at < text.length() && text.charAt(at) == ':') {
                if (gap >= 0) {
                    return Optional.empty();
                }
                gap = count;
                at++;
            } else if (at == text.length()) {
                return Optional.empty();
            }
        }
        return whole();
    }

    private int endOfGroup(int start) {
        int colon = text.indexOf(':', start);
        return colon < 0 ? text.length() : colon;
    }

    private boolean takeGroup(int start, int end) {
        if (count == GROUPS || end == start || end - start > 4) {
            return false;
        }
        int value = 0;
        for (int i = start; i < end; i++) {
            char c = text.charAt(i);
            int digit = c < 0x80 ? Character.digit(c, 16) : -1;
            if (digit < 0) {
                return false;
            }
            value = value << 4 | digit;
        }
        groups[count++] = value;
        return true;
    }

    private boolean takeIpv4(int start) {
        var ipv4 = Ipv4Text.read(text.substring(start));
        if (ipv4.isEmpty() || count > GROUPS - 2) {
            return false;
        }
        long bits = ipv4.get().low();
        groups[count++] = (int) (bits >>> 16 & 0xffff);
        groups[count++] = (int) (bits & 0xffff);
        return true;
    }

    /** A gap stands for one group at least (RFC 4291 section 2.2). */
    private Optional<IpAddress> whole() {
        if (gap < 0 ? count != GROUPS : count == GROUPS) {
            return Optional.empty();
        }
        if (gap >= 0) {
            int missing = GROUPS - count;
            System.arraycopy(groups, gap, groups, gap + missing, count - gap);
            Arrays.fill(groups, gap, gap + missing, 0);
        }
        return Optional.of(new IpAddress(word(0), word(4)));
    }

    private long word(int first) {
        return (long) groups[first] << 48
                | (long) groups[first + 1] << 32
                | (long) groups[first + 2] << 16
                | groups[first + 3];
    }

    static String write(long high, long low) {
        var groups = new int[GROUPS];
        for (int i = 0; i < GROUPS; i++) {
            groups[i] = (int) ((i < 4 ? high : low) >>> (48 - 16 * (i % 4)) & 0xffff);
        }
        int zerosAt = longestZeros(groups);
        int zerosEnd = zerosAt + zerosFrom(groups, zerosAt);
        var text = new StringBuilder();
        for (int i = 0; i < GROUPS; i++) {
            if (i == zerosAt) {
                text.append("::");
                i = zerosEnd - 1;
                continue;
            }
            if (i > 0 && i != zerosEnd) {
                text.append(':');
            }
            text.append(Integer.toHexString(groups[i]));
        }
        return text.toString();
    }

    /** Where the first longest run of two or more zero groups starts, or the end (RFC 5952 section 4.2). */
    private static int longestZeros(int[] groups) {
        int best = GROUPS;
        int length = 1;
        for (int i = 0; i < GROUPS; i++) {
            int zeros = zerosFrom(groups, i);
            if (zeros > length) {
                best = i;
                length = zeros;
            }
        }
        return best;
    }

    private static int zerosFrom(int[] groups, int start) {
        int end = start;
        while (end < GROUPS && groups[end] == 0) {
            end++;
        }
        return end - start;
    }
}
