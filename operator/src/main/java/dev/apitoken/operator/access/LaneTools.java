package dev.apitoken.operator.access;

import dev.apitoken.operator.kubernetes.ObjectName;
import java.time.Duration;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.ToLongFunction;

/**
 * What all lanes share.
 *
 * @param lastRevision of a policy, as its status and its validators' reports know it
 * @param report is told what stands now
 * @param retry is asked to have a policy compiled and written again, after a while
 */
record LaneTools(
        AccessSecretApplier applier,
        ToLongFunction<ObjectName> lastRevision,
        BiConsumer<ObjectName, Enforcement> report,
        BiConsumer<ObjectName, Duration> retry) {
    /** An end of a token may be waiting, so never long. */
    static final List<Duration> RETRY_DELAYS = List.of(
            Duration.ofMillis(10),
            Duration.ofMillis(50),
            Duration.ofMillis(200),
            Duration.ofSeconds(1),
            Duration.ofSeconds(5));

    /** Until a foreign object of our name may have gone: no watch shows it to us. */
    static final Duration FOREIGN_DELAY = Duration.ofSeconds(30);
}
