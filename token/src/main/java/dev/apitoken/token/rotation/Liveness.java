package dev.apitoken.token.rotation;

import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Whether the token in a Secret may be accepted, and until when. The access document and the condition Live are both
 * made from this, so they cannot disagree. Ending never waits for a new token, nor for {@code suspend}: a token that
 * is about to be replaced at once is already ended here.
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
    static Liveness of(DesiredToken desired, ObservedToken found, Instant now) {
        var token = desired.within(found);
        return endedByWish(desired, now)
                .or(() -> Supersession.of(desired, token, now).map(reason -> new Ended(EndReason.Superseded)))
                .orElseGet(() -> until(
                        now,
                        token.expiresAt(),
                        desired.expiresAt(),
                        token.record().endsAt(),
                        Supersession.staleFrom(desired, token.issuedAt(), now)));
    }

    /**
     * Of the token before it: never longer than its overlap, nor than the overlap now asked for, nor than the current
     * one, and ended by whatever ends the current one at once.
     */
    static Liveness ofPrevious(DesiredToken desired, ObservedToken token, PreviousToken previous, Instant now) {
        return switch (of(desired, token, now)) {
            case Ended ended -> ended;
            case Live live when Supersession.ofPrevious(desired, previous, now) -> new Ended(EndReason.Superseded);
            case Live(Instant currentUntil) ->
                until(
                        now,
                        previous.acceptedUntil(),
                        Optional.of(currentUntil),
                        desired.longestLife().map(previous.issuedAt()::plus),
                        Optional.of(token.issuedAt().plus(desired.rotation().overlap())),
                        Supersession.staleFrom(desired, previous.issuedAt(), now));
        };
    }

    /** The hard end first, since nothing lifts it; then the emergency stop, since enabling does not lift that. */
    private static Optional<Liveness> endedByWish(DesiredToken desired, Instant now) {
        if (desired.hasEnded(now)) {
            return Optional.of(new Ended(EndReason.Expired));
        }
        if (desired.switches().denied()) {
            return Optional.of(new Ended(EndReason.Denied));
        }
        if (!desired.switches().enabled()) {
            return Optional.of(new Ended(EndReason.Disabled));
        }
        return Optional.empty();
    }

    @SafeVarargs
    private static Liveness until(Instant now, Instant expiry, Optional<Instant>... ends) {
        var earliest = Stream.concat(Stream.of(expiry), Stream.of(ends).flatMap(Optional::stream))
                .min(Comparator.naturalOrder())
                .orElse(expiry);
        return earliest.isAfter(now) ? new Live(earliest) : new Ended(EndReason.Expired);
    }
}
