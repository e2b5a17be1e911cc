package dev.apitoken.operator.access;

/** What became of one write. */
sealed interface WriteOutcome {
    record Done() implements WriteOutcome {}

    /** Somebody else's object has the name; it was left as it is. */
    record Foreign() implements WriteOutcome {}

    /** The API server would not have it; it is tried again by itself. */
    record Failed(int status) implements WriteOutcome {}

    /** It changed under our hands; the next look at it decides anew. */
    record Stale() implements WriteOutcome {}
}
