package dev.apitoken.validator.index;

/** One line of a watch. */
sealed interface WatchEvent {
    /** Added or modified. */
    record Shown(SeenSecret secret) implements WatchEvent {}

    record Deleted(String version) implements WatchEvent {}

    /** Nothing has changed up to this version: where the next watch can go on. */
    record Bookmark(String version) implements WatchEvent {}

    /** @param status 410 when the version asked for is too old for the API server */
    record Failed(int status) implements WatchEvent {}
}
