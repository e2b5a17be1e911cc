package dev.apitoken.token.rotation;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * What is kept in a Secret beside its token, because the token itself does not say it.
 *
 * @param revision 1 for the first token of an ApiToken, one more with each rotation
 * @param requestedValidity the validity its spec named when it was issued; empty when that came from a default
 * @param endsAt when this token ends for good: the hard end it was last told, or the instant its ApiToken went. Once
 *     past, nothing revives the token, whatever the spec says by then
 * @param previous the token before it, if an overlap was granted
 */
public record TokenRecord(
        long revision,
        Optional<Duration> requestedValidity,
        Optional<Instant> endsAt,
        Optional<PreviousToken> previous) {

    /** Highest revision believed when it is read back: an altered annotation must not lead to an overflow. */
    public static final long MAX_REVISION = 1L << 52;

    public TokenRecord {
        if (revision < 1 || revision > MAX_REVISION) {
            throw new IllegalArgumentException("a revision is 1 to 2^52");
        }
    }

    /** The same, counted on from a higher revision that is known from elsewhere. */
    public TokenRecord atLeast(long known) {
        return known <= revision
                ? this
                : new TokenRecord(Math.min(known, MAX_REVISION), requestedValidity, endsAt, previous);
    }

    /** This token is over at the given instant, or when it was over already. */
    public TokenRecord endedAt(Instant end) {
        var earliest = endsAt.filter(known -> known.isBefore(end)).orElse(end);
        return new TokenRecord(revision, requestedValidity, Optional.of(earliest), previous);
    }
}
