package dev.apitoken.validator.decision;

import dev.apitoken.token.access.IpAddress;
import java.util.Optional;

/**
 * An address as proxies write it: bare, {@code 192.0.2.1:4711}, {@code [2001:db8::1]} or {@code [2001:db8::1]:4711}
 * (RFC 7239 section 6). A name, {@code unknown} or an obfuscated node is no address.
 */
final class NodeText {
    private NodeText() {}

    static Optional<IpAddress> read(String text) {
        String node = trimmed(text);
        if (node.startsWith("[")) {
            int bracket = node.indexOf(']');
            boolean ipv6 = node.indexOf(':') > 0 && node.indexOf(':') < bracket;
            return ipv6 && isPortOrNothing(node, bracket + 1)
                    ? IpAddress.read(node.substring(1, bracket))
                    : Optional.empty();
        }
        int colon = node.indexOf(':');
        boolean ipv4WithPort = colon >= 0 && colon == node.lastIndexOf(':');
        if (!ipv4WithPort) {
            return IpAddress.read(node);
        }
        return isPortOrNothing(node, colon) ? IpAddress.read(node.substring(0, colon)) : Optional.empty();
    }

    private static boolean isPortOrNothing(String node, int at) {
        if (at == node.length()) {
            return true;
        }
        int digits = node.length() - at - 1;
        if (node.charAt(at) != ':' || digits < 1 || digits > 5) {
            return false;
        }
        for (int i = at + 1; i < node.length(); i++) {
            if (node.charAt(i) < '0' || node.charAt(i) > '9') {
                return false;
            }
        }
        return true;
    }

    private static String trimmed(String text) {
        int start = 0;
        int end = text.length();
        while (start < end && (text.charAt(start) == ' ' || text.charAt(start) == '\t')) {
            start++;
        }
        while (end > start && (text.charAt(end - 1) == ' ' || text.charAt(end - 1) == '\t')) {
            end--;
        }
        return text.substring(start, end);
    }
}
