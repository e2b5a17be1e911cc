package dev.apitoken.operator.access;

/** What became of bringing a policy's Secrets and rights up to date. */
sealed interface ApplyOutcome {
    /**
     * @param writes how many Secrets were written for it
     * @param rights what became of Role and RoleBinding
     */
    record Stands(long revision, int writes, WriteOutcome rights) implements ApplyOutcome {}

    /** @param secret a foreign one of the name we need */
    record Conflict(String secret) implements ApplyOutcome {}

    /** Something changed under our hands; to be looked at again at once. */
    record Stale() implements ApplyOutcome {}
}
