package dev.apitoken.operator.access;

import java.util.Optional;

/** What became of bringing a policy's Secrets and rights up to date. */
sealed interface ApplyOutcome {
    /**
     * The head says this.
     *
     * @param content what was compiled, or less of it: see {@link #obstacle}
     * @param writes how many Secrets were written for it
     * @param fill of the fullest Secret, 1 is all that a Secret may hold
     * @param rights what became of Role and RoleBinding
     * @param obstacle in whose way it stands; then no Secret was added, and entries may be missing for want of room
     */
    record Stands(
            Compilation content,
            long revision,
            int writes,
            double fill,
            WriteOutcome rights,
            Optional<Obstacle> obstacle)
            implements ApplyOutcome {
        /** How many entries found no room. */
        int missing(Compilation wanted) {
            return wanted.entries().size() - content.entries().size();
        }
    }

    /** @param secret a foreign one where the head should be */
    record Conflict(String secret) implements ApplyOutcome {}

    /** There is no document yet, and the API server would not have its first Secret. */
    record Refused(String secret, int status) implements ApplyOutcome {}

    /** Something changed under our hands; to be looked at again at once. */
    record Stale() implements ApplyOutcome {}
}
