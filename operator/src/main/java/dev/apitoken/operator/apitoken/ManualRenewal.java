package dev.apitoken.operator.apitoken;

import dev.apitoken.token.rotation.DesiredToken;
import dev.apitoken.token.rotation.ExpiryNotice;
import dev.apitoken.token.rotation.ObservedToken;
import dev.apitoken.token.rotation.RenewalTime;
import dev.apitoken.token.rotation.RotationPolicy.Renewal;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What people are to know of a token that is not renewed by itself (rule A12).
 *
 * @param isDue a renewal would be due
 * @param notice how near its end is
 * @param next when any of this changes
 */
record ManualRenewal(boolean isDue, Optional<ExpiryNotice> notice, Optional<Instant> next) {
    /** Empty for a token that is renewed by itself, and where there is none. */
    static Optional<ManualRenewal> of(DesiredToken desired, Optional<ObservedToken> token, Instant now) {
        return desired.rotation().renewal() == Renewal.Manual
                ? token.map(found -> of(desired, desired.within(found), now))
                : Optional.empty();
    }

    private static ManualRenewal of(DesiredToken desired, ObservedToken token, Instant now) {
        var due = RenewalTime.of(token, desired.rotation(), desired.uid());
        return new ManualRenewal(
                !due.isAfter(now),
                ExpiryNotice.at(token, now),
                Stream.concat(Stream.of(due), ExpiryNotice.next(token, now).stream())
                        .filter(at -> at.isAfter(now))
                        .min(Comparator.naturalOrder()));
    }

    /** Stands in the condition, and tells there which notice was given last. */
    static String words(ExpiryNotice notice) {
        return "the token expires in less than " + notice.days() + (notice.days() == 1 ? " day" : " days");
    }
}
