package dev.apitoken.testkit.fault;

import java.time.Duration;
import java.util.Optional;

/** What becomes of one call. */
public sealed interface Fault {
    Fault NONE = new None();

    record None() implements Fault {}

    /** The connection is reset at that moment; a client sees no answer, except after the answer. */
    record Cut(Moment moment) implements Fault {}

    /** Another answer in place of the API server's. */
    record Instead(int status, String reason, Optional<Duration> retryAfter, boolean committed) implements Fault {}

    /** The connection stays, and no answer comes. */
    record Silence(boolean committed) implements Fault {}

    /** The answer comes in many small pieces with a pause after each. */
    record Drip(int pieces, Duration pause) implements Fault {}

    /** Half of the answer's body, then a reset. */
    record HalfAnAnswer() implements Fault {}

    enum Moment {
        BEFORE,
        AFTER_COMMIT,
        AFTER_ANSWER
    }

    /** Somebody else was faster, it says; nothing happened. */
    static Fault conflict() {
        return new Instead(409, "Conflict", Optional.empty(), false);
    }

    static Fault tooManyRequests(Duration retryAfter) {
        return new Instead(429, "TooManyRequests", Optional.of(retryAfter), false);
    }

    static Fault unavailable(Duration retryAfter) {
        return new Instead(503, "ServiceUnavailable", Optional.of(retryAfter), false);
    }

    static Fault internalError() {
        return new Instead(500, "InternalError", Optional.empty(), false);
    }

    /** The write is done, and the client is told that it took too long. */
    static Fault timeoutAfterCommit() {
        return new Instead(504, "Timeout", Optional.empty(), true);
    }
}
