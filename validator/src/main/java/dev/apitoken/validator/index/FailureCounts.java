package dev.apitoken.validator.index;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLongArray;

/** How often each kind of failure was met since the start. */
final class FailureCounts {
    private final AtomicLongArray counts = new AtomicLongArray(SourceFailure.values().length);

    void count(SourceFailure failure) {
        counts.incrementAndGet(failure.ordinal());
    }

    Map<SourceFailure, Long> counts() {
        Map<SourceFailure, Long> now = new EnumMap<>(SourceFailure.class);
        for (SourceFailure failure : SourceFailure.values()) {
            now.put(failure, counts.get(failure.ordinal()));
        }
        return now;
    }
}
