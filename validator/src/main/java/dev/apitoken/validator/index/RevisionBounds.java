package dev.apitoken.validator.index;

import java.time.Duration;
import java.time.Instant;

/** Revisions are milliseconds, and one absurd number must not use up all that could follow it. */
final class RevisionBounds {
    /** An operator lets itself run a year ahead of its clock, a leap day included, and never further. */
    private static final Duration WRITTEN = Duration.ofDays(366);

    /** One day more, for the difference between two clocks. */
    private static final Duration READ = Duration.ofDays(367);

    private RevisionBounds() {}

    /** No operator wrote it, whatever its clock says. */
    static boolean isFarAhead(long revision, Instant now) {
        return revision > now.plus(READ).toEpochMilli();
    }

    /**
     * An operator wrote it only if its clock is ahead of ours; otherwise somebody else did, and then no operator can
     * write a higher one. So it is believed, but it does not shut out those below it.
     */
    static boolean isDoubtful(long revision, Instant now) {
        return revision > now.plus(WRITTEN).toEpochMilli();
    }
}
