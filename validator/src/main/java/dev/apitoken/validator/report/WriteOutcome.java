package dev.apitoken.validator.report;

/** What became of a report. A closed set: log and metric use these words. */
public enum WriteOutcome {
    Written,
    /** The API server said no: rights, a quota, a deleted namespace, overload. */
    Refused,
    /** No connection, or no answer in time. */
    Unreachable,
    /** A fault of this program. */
    Internal
}
