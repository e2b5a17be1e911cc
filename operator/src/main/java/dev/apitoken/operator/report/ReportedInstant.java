package dev.apitoken.operator.report;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Optional;

/** An instant somebody else wrote down. The CRD says what it looks like; a nonsensical one is none. */
final class ReportedInstant {
    private ReportedInstant() {}

    static Optional<Instant> read(String text) {
        try {
            return Optional.of(Instant.parse(text));
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }
}
