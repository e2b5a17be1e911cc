package dev.apitoken.validator.report;

import dev.apitoken.token.access.IpAddress;
import java.time.Instant;
import java.util.Optional;

/**
 * The last successful request with one token.
 *
 * @param source the client's address as the policy's trusted proxies say; empty if they say nothing legible
 */
record LastUse(Instant time, Optional<IpAddress> source) {
    boolean isLaterThan(LastUse other) {
        return time.isAfter(other.time);
    }
}
