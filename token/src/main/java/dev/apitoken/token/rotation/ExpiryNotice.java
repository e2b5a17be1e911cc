package dev.apitoken.token.rotation;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Optional;

/** How near the end of a token is that nothing renews: people are told four times (rule A12). The nearest last. */
public enum ExpiryNotice {
    Days30(30),
    Days14(14),
    Days7(7),
    Day1(1);

    private final Duration before;

    ExpiryNotice(int days) {
        before = Duration.ofDays(days);
    }

    /** The one that holds now. None before the first, none once the token has expired, none that its life is too short for. */
    public static Optional<ExpiryNotice> at(ObservedToken token, Instant now) {
        return token.expiresAt().isAfter(now)
                ? Arrays.stream(values())
                        .filter(notice -> notice.appliesTo(token)
                                && !notice.instant(token).isAfter(now))
                        .max(Comparator.naturalOrder())
                : Optional.empty();
    }

    /** When the next one comes. */
    public static Optional<Instant> next(ObservedToken token, Instant now) {
        return Arrays.stream(values())
                .filter(notice -> notice.appliesTo(token))
                .map(notice -> notice.instant(token))
                .filter(at -> at.isAfter(now))
                .min(Comparator.naturalOrder());
    }

    public long days() {
        return before.toDays();
    }

    private boolean appliesTo(ObservedToken token) {
        return token.life().compareTo(before) > 0;
    }

    private Instant instant(ObservedToken token) {
        return token.expiresAt().minus(before);
    }
}
