package dev.apitoken.operator.issuer;

import dev.apitoken.token.secret.KeySecretAnnotations.Absence;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * What to do about the keys of an issuer that may be gone. Pure. Days are counted one by one, each when the last is over:
 * a clock that jumps forward makes one day of any jump, and so does an operator that was away. Keys are kept too long
 * rather than not long enough.
 */
sealed interface OrphanPlan {
    int DAYS_KEPT = 7;
    Duration DAY = Duration.ofDays(1);

    record Leave() implements OrphanPlan {}

    /** @param absence empty: take the marks away, the issuer is back */
    record Mark(Optional<Absence> absence) implements OrphanPlan {}

    record Remove() implements OrphanPlan {}

    static OrphanPlan of(boolean issuerExists, Optional<Absence> noted, Instant now) {
        if (issuerExists) {
            return noted.isPresent() ? new Mark(Optional.empty()) : new Leave();
        }
        var second = now.truncatedTo(ChronoUnit.SECONDS);
        if (noted.isEmpty()) {
            return new Mark(Optional.of(new Absence(second, second, 0)));
        }
        return count(noted.get(), second);
    }

    private static OrphanPlan count(Absence absence, Instant now) {
        if (now.isBefore(absence.seen())) {
            // The clock was set back: the day begins again.
            return new Mark(Optional.of(new Absence(absence.since(), now, absence.days())));
        }
        if (now.isBefore(absence.seen().plus(DAY))) {
            return new Leave();
        }
        int days = absence.days() + 1;
        return days >= DAYS_KEPT ? new Remove() : new Mark(Optional.of(new Absence(absence.since(), now, days)));
    }
}
