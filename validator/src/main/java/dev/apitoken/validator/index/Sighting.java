package dev.apitoken.validator.index;

import java.time.Instant;

/**
 * When a source showed something: at some instant between the two. Only the first proves how new it is. What was sent
 * may have lain in a buffer for as long as this process was stopped, so the instant it was read proves nothing.
 *
 * @param askedAt before the question was sent that this answers, or the watch was opened that this came through
 * @param readAt when it was in our hands, for the time that our own work takes
 */
record Sighting(Instant askedAt, Instant readAt) {
    /** Of an answer that was read as soon as it was asked for. */
    static Sighting at(Instant asked) {
        return new Sighting(asked, asked);
    }
}
