package dev.apitoken.token.rotation;

import java.time.Instant;

/**
 * Whether the token in a Secret may be accepted, and until when. The access document and the condition Live are both
 * made from this, so they cannot disagree. Ending never waits for a new token: a token that is about to be replaced at
 * once is already ended here.
 */
public sealed interface Liveness {
    /** @param until exclusive */
    record Live(Instant until) implements Liveness {}

    record Ended(EndReason reason) implements Liveness {}

    enum EndReason {
        Disabled,
        Denied,
        Expired,
        /** A replacement is due that allows no overlap: rotateAfter, another user, audience or issuer, key trouble. */
        Superseded
    }

    /** Of the current token. */
    static Liveness of(DesiredToken desired, ObservedToken token, Instant now) {
        throw new IllegalStateException("liveness of " + desired.uid() + token.id() + now);
    }

    /** Of the token before it; never longer than its overlap, and ended by whatever ends the current one at once. */
    static Liveness ofPrevious(DesiredToken desired, ObservedToken token, PreviousToken previous, Instant now) {
        throw new IllegalStateException("liveness of " + desired.uid() + token.id() + previous.id() + now);
    }
}
