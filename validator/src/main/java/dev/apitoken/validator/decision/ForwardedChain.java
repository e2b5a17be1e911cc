package dev.apitoken.validator.decision;

import dev.apitoken.token.access.AddressRange;
import dev.apitoken.token.access.IpAddress;
import java.util.List;
import java.util.Optional;

/**
 * The addresses that proxies append, one each, nearest last. Read from the right: the first that no trusted proxy has
 * is the client, since whatever stands left of it the client may have invented. What cannot be read ends the walk.
 */
final class ForwardedChain {
    private ForwardedChain() {}

    static Optional<IpAddress> clientOfXForwardedFor(List<String> lines, List<AddressRange> trusted) {
        Optional<IpAddress> leftmost = Optional.empty();
        for (String line : lines.reversed()) {
            int end = line.length();
            while (end >= 0) {
                int comma = line.lastIndexOf(',', end - 1);
                leftmost = NodeText.read(line.substring(comma + 1, end));
                if (leftmost.isEmpty() || !ClientAddress.isTrusted(leftmost.get(), trusted)) {
                    return leftmost;
                }
                end = comma;
            }
        }
        return leftmost;
    }

    static Optional<IpAddress> clientOfForwarded(List<String> lines, List<AddressRange> trusted) {
        Optional<IpAddress> leftmost = Optional.empty();
        for (String line : lines.reversed()) {
            // A line is read whole: a quote the client left open must not swallow what a proxy appended.
            var elements = ForwardedLine.read(line);
            if (elements.isEmpty()) {
                return Optional.empty();
            }
            for (String node : elements.get().reversed()) {
                leftmost = NodeText.read(node);
                if (leftmost.isEmpty() || !ClientAddress.isTrusted(leftmost.get(), trusted)) {
                    return leftmost;
                }
            }
        }
        return leftmost;
    }
}
