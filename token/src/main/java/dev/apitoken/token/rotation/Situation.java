package dev.apitoken.token.rotation;

import dev.apitoken.token.rotation.RotationPlan.Hold;
import dev.apitoken.token.rotation.RotationPlan.HoldReason;
import dev.apitoken.token.rotation.RotationPlan.Issue;
import dev.apitoken.token.rotation.RotationPlan.Keep;
import dev.apitoken.token.rotation.RotationPolicy.Renewal;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;

/** What a plan is made of, and how the plans that can be made of it look. */
record Situation(DesiredToken desired, Observation observed, Instant now) {

    /** A new token, the old one ending at once. */
    RotationPlan issue(RotationReason reason) {
        return issue(reason, Optional.empty());
    }

    /** A new token, the old one staying accepted for the overlap. What was accepted beside the old one ends. */
    RotationPlan issueBeside(ObservedToken old, RotationReason reason) {
        return issue(reason, overlap(old));
    }

    private RotationPlan issue(RotationReason reason, Optional<PreviousToken> previous) {
        var issuedAt = issueTime();
        var expiresAt = desired.notPastEnd(issuedAt.plus(desired.validity()));
        if (!expiresAt.isAfter(issuedAt)) {
            return hold(HoldReason.Expired);
        }
        var record = new TokenRecord(nextRevision(), requestedValidity(), desired.expiresAt(), previous);
        return new Issue(reason, issuedAt, expiresAt, record);
    }

    /** What is read back may have been altered by anyone who may write the Secret or the status. */
    private long nextRevision() {
        return Math.clamp(observed.lastRevision(), 0, TokenRecord.MAX_REVISION - 1) + 1;
    }

    /** Now, but in a later second than any rotateAfter already reached: see {@link Supersession}. */
    private Instant issueTime() {
        var second = now.truncatedTo(ChronoUnit.SECONDS);
        return Stream.concat(
                        Stream.of(second),
                        desired.rotateAfter().stream()
                                .filter(at -> !at.isAfter(now))
                                .map(at -> at.truncatedTo(ChronoUnit.SECONDS).plusSeconds(1)))
                .max(Comparator.naturalOrder())
                .orElse(second);
    }

    private Optional<Duration> requestedValidity() {
        return desired.validityRequested() ? Optional.of(desired.validity()) : Optional.empty();
    }

    private Optional<PreviousToken> overlap(ObservedToken old) {
        var overlapEnd = now.plus(desired.rotation().overlap()).truncatedTo(ChronoUnit.SECONDS);
        var until = overlapEnd.isBefore(old.expiresAt()) ? overlapEnd : old.expiresAt();
        return until.isAfter(now)
                ? Optional.of(new PreviousToken(old.digest(), old.id(), old.keyId(), old.issuedAt(), until))
                : Optional.empty();
    }

    RotationPlan keep(ObservedToken token) {
        var renewalTime = renewalTime(token);
        var record =
                new TokenRecord(token.revision(), requestedValidity(), desired.expiresAt(), remainingPrevious(token));
        return new Keep(record, renewalTime, earliestFuture(Stream.concat(renewalTime.stream(), ends(token))));
    }

    /**
     * One that was ended before its time is forgotten, so that nothing revives it. One whose time is over stays until
     * the next rotation: to take it out would cost a write and change nothing.
     */
    private Optional<PreviousToken> remainingPrevious(ObservedToken token) {
        return token.record()
                .previous()
                .filter(previous -> !previous.acceptedUntil().isAfter(now)
                        || end(token, previous).isPresent());
    }

    /** Empty when nothing will ever renew it: Manual, or it lives until the hard end. */
    Optional<Instant> renewalTime(ObservedToken token) {
        var livesToTheEnd = desired.expiresAt().isPresent()
                && !token.expiresAt().isBefore(desired.expiresAt().get());
        return desired.rotation().renewal() == Renewal.Manual || livesToTheEnd
                ? Optional.empty()
                : Optional.of(RenewalTime.of(token, desired.rotation(), desired.uid()));
    }

    RotationPlan hold(HoldReason reason) {
        return switch (observed) {
            case Observation.Found(ObservedToken token) ->
                new Hold(reason, endToRecord(token), earliestFuture(ends(token)));
            case Observation.Missing m -> new Hold(reason, Optional.empty(), earliestFuture(wishedEnds()));
            case Observation.Damaged d -> new Hold(reason, Optional.empty(), earliestFuture(wishedEnds()));
        };
    }

    /** Ends that were reached while nothing may be minted, and that a later edit could otherwise undo. */
    private Optional<TokenRecord> endToRecord(ObservedToken token) {
        var record = endReached(token).map(token.record()::endedAt).orElse(token.record());
        var previous = record.previous().filter(old -> !Supersession.ofPrevious(desired, old, now));
        var ended = new TokenRecord(record.revision(), record.requestedValidity(), record.endsAt(), previous);
        return ended.equals(token.record()) ? Optional.empty() : Optional.of(ended);
    }

    private Optional<Instant> endReached(ObservedToken token) {
        return Stream.concat(
                        desired.expiresAt().filter(end -> !end.isAfter(now)).stream(),
                        Supersession.staleSince(desired, token.issuedAt(), now).stream())
                .min(Comparator.naturalOrder())
                .filter(end -> end.isBefore(token.expiresAt()));
    }

    private Stream<Instant> ends(ObservedToken token) {
        return Stream.of(
                        Stream.of(token.expiresAt()),
                        token.record().endsAt().stream(),
                        token.record().previous().flatMap(previous -> end(token, previous)).stream(),
                        wishedEnds())
                .flatMap(instants -> instants);
    }

    private Optional<Instant> end(ObservedToken token, PreviousToken previous) {
        return Liveness.ofPrevious(desired, token, previous, now) instanceof Liveness.Live(Instant until)
                ? Optional.of(until)
                : Optional.empty();
    }

    private Stream<Instant> wishedEnds() {
        return Stream.concat(desired.expiresAt().stream(), desired.rotateAfter().stream());
    }

    private Optional<Instant> earliestFuture(Stream<Instant> instants) {
        return instants.filter(at -> at.isAfter(now)).min(Comparator.naturalOrder());
    }
}
