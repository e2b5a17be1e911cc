package dev.apitoken.testkit.fault;

/** What becomes of a watch. */
public sealed interface WatchFault {
    record None() implements WatchFault {}

    /** The connection is reset after so many events. */
    record CutEvery(int events) implements WatchFault {}

    /** After so many events: the version asked for is too old (410), as after a compaction. */
    record GoneEvery(int events) implements WatchFault {}

    record EachTwice() implements WatchFault {}
}
