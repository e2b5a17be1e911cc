package dev.apitoken.validator.index;

import java.time.Duration;
import java.time.Instant;

/**
 * One revision as it came into force here.
 *
 * @param entries how many tokens it lists
 * @param compiledAt when the operator made it, by the operator's clock
 * @param readAt when its head was read from the source
 * @param appliedAt when requests began to be judged by it
 */
public record AppliedRevision(long revision, int entries, Instant compiledAt, Instant readAt, Instant appliedAt) {
    /** From the read of the head to the first request judged by it: other shards, decoding, the index. */
    public Duration reload() {
        return Duration.between(readAt, appliedAt);
    }
}
