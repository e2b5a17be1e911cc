package dev.apitoken.operator.issuer;

import dev.apitoken.token.secret.KeySecretAnnotations.Absence;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What to do about the keys of an issuer that may be gone. Pure. Days are counted one by one, each when the last is over:
 * a clock that jumps forward makes one day of any jump, and so does an operator that was away. Keys are kept too long
 * rather than not long enough.
 */
sealed interface OrphanPlan {
    int DAYS_KEPT = 7;
    Duration DAY = Duration.ofDays(1);

    /** Those that went last: whoever makes and deletes issuers without end must not fill the operator's namespace. */
    int KEPT_OF_NAMESPACE = 32;

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

    /**
     * Which keys are removed before their days are over, because their namespace has more than are kept. Keys of a
     * ClusterTokenIssuer never: their makers are administrators of the cluster.
     *
     * @param gone issuers that are gone, each with what is noted about it
     */
    static Set<IssuerId> surplus(Map<IssuerId, Optional<Absence>> gone) {
        return gone.entrySet().stream()
                .filter(issuer -> !issuer.getKey().isClusterWide())
                .collect(Collectors.groupingBy(issuer -> issuer.getKey().namespace()))
                .values()
                .stream()
                .flatMap(ofNamespace -> ofNamespace.stream()
                        .sorted(Comparator.comparing(OrphanPlan::goneSince).reversed())
                        .skip(KEPT_OF_NAMESPACE))
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
    }

    private static Instant goneSince(Map.Entry<IssuerId, Optional<Absence>> issuer) {
        return issuer.getValue().map(Absence::since).orElse(Instant.MAX);
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
