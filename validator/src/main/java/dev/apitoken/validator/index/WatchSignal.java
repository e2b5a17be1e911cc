package dev.apitoken.validator.index;

/** What a watch connection has to say. */
sealed interface WatchSignal {
    /** The API server accepted the watch. */
    record Opened() implements WatchSignal {}

    record Line(String text) implements WatchSignal {}

    /** The regular end, after the seconds asked for. */
    record Ended() implements WatchSignal {}

    /** The API server answered, and it was not 200. */
    record Refused(int status) implements WatchSignal {}

    record Broken(Throwable cause) implements WatchSignal {}
}
