package dev.apitoken.operator.report;

import java.time.Duration;
import java.time.Instant;

/**
 * Revisions are milliseconds, unless they must run ahead of the clock. Status, reports and Secrets can be edited, and
 * one absurd number must not use up all that could follow it.
 */
public final class Revisions {
    /** More than any clock is off, far less than the numbers there are. */
    private static final Duration AHEAD = Duration.ofDays(366);

    private Revisions() {}

    /** @return 0 for a revision that no operator can have written */
    public static long believable(long revision, Instant now) {
        return revision <= now.plus(AHEAD).toEpochMilli() ? Math.max(revision, 0) : 0;
    }
}
