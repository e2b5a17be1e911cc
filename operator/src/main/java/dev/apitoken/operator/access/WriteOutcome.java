package dev.apitoken.operator.access;

/** What became of one write. */
sealed interface WriteOutcome {
    record Done() implements WriteOutcome {}

    /** Somebody else's object has the name; it was left as it is. */
    record Foreign() implements WriteOutcome {}

    /** It changed under our hands; the next look at it decides anew. */
    record Stale() implements WriteOutcome {}
}
