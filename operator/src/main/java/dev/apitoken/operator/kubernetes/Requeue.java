package dev.apitoken.operator.kubernetes;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** How long to wait until an instant. Never longer than an hour, which also bounds what a jumping clock can do. */
public final class Requeue {
    private static final Duration LONGEST = Duration.ofHours(1);
    private static final Duration SHORTEST = Duration.ofMillis(1);

    private Requeue() {}

    public static Duration at(Optional<Instant> wakeAt, Instant now) {
        var wait = wakeAt.map(instant -> Duration.between(now, instant)).orElse(LONGEST);
        return wait.compareTo(LONGEST) > 0 ? LONGEST : wait.compareTo(SHORTEST) < 0 ? SHORTEST : wait;
    }
}
