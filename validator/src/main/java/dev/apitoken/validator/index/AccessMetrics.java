package dev.apitoken.validator.index;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * How current the state is, at one instant, for gauges and reports.
 *
 * @param applied empty before the first whole revision
 * @param staleness since the last proof that the state in force is the source's state; before the first revision, since
 *     the start
 * @param failures every kind is a key
 */
public record AccessMetrics(Optional<AppliedRevision> applied, Duration staleness, Map<SourceFailure, Long> failures) {}
