package dev.apitoken.validator.report;

import dev.apitoken.validator.decision.DenialReason;
import java.util.Map;
import java.util.TreeMap;

/**
 * Requests judged since the start.
 *
 * @param denials of them; a reason that never occurred is absent
 */
record Counts(long requests, Map<DenialReason, Long> denials) {
    static final Counts NONE = new Counts(0, Map.of());

    Counts {
        denials = Map.copyOf(denials);
    }

    Counts plus(Counts other) {
        var sum = new TreeMap<>(denials);
        other.denials.forEach((reason, count) -> sum.merge(reason, count, Long::sum));
        return new Counts(requests + other.requests, sum);
    }
}
