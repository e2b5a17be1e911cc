package dev.apitoken.token.access;

import java.util.Optional;

/** Dotted decimal, strictly: libraries that also read octal, hex or short forms see another address than we do. */
final class Ipv4Text {
    static final int SHORTEST = "0.0.0.0".length();
    static final int LONGEST = "255.255.255.255".length();

    private Ipv4Text() {}

    static Optional<IpAddress> read(String text) {
        if (text.length() < SHORTEST || text.length() > LONGEST) {
            return Optional.empty();
        }
        int bits = 0;
        int start = 0;
        for (int octet = 0; octet < 4; octet++) {
            int end = octet < 3 ? text.indexOf('.', start) : text.length();
            int value = octet(text, start, end);
            if (value < 0) {
                return Optional.empty();
            }
            bits = bits << 8 | value;
            start = end + 1;
        }
        return Optional.of(IpAddress.ofIpv4(bits));
    }

    /** 0 to 255, or -1. A leading zero is refused: some readers take such a number for octal. */
    private static int octet(String text, int start, int end) {
        int length = end - start;
        if (length < 1 || length > 3 || (length > 1 && text.charAt(start) == '0')) {
            return -1;
        }
        int value = 0;
        for (int i = start; i < end; i++) {
            int digit = text.charAt(i) - '0';
            if (digit < 0 || digit > 9) {
                return -1;
            }
            value = value * 10 + digit;
        }
        return value <= 255 ? value : -1;
    }

    static String write(int bits) {
        return (bits >>> 24) + "." + (bits >>> 16 & 0xff) + "." + (bits >>> 8 & 0xff) + "." + (bits & 0xff);
    }
}
