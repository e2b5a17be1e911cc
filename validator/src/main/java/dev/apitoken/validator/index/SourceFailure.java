package dev.apitoken.validator.index;

/** Why a source could not show its present state. A closed set: log and metric use these words. */
public enum SourceFailure {
    /** No connection, no answer within its deadline, or a connection that broke off. */
    Unreachable,
    /** The watch said nothing past its own end: a half-open connection. */
    Silent,
    /** The API server answered and said no: rights, overload, an error of its own. */
    Refused,
    /** The head is not there: not written yet, or deleted. */
    Missing,
    /** Another type or format, too large, or damaged. */
    Unreadable,
    /** The head names shards that are not there or not the ones it means. */
    Incomplete,
    /** A revision lower than the one in force. */
    Outdated,
    /** A revision that no operator can have written yet: forged, or the clock here is far behind. */
    FarAhead,
    /** A fault of this program. */
    Internal
}
