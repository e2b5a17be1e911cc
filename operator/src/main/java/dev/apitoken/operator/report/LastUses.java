package dev.apitoken.operator.report;

import dev.apitoken.crds.ApiTokenStatus.LastUsed;
import dev.apitoken.operator.kubernetes.ObjectName;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Uses that are not in a status yet. A status follows them at most once in five minutes, and only forward (rule P4). */
final class LastUses {
    private static final Duration EVERY = Duration.ofMinutes(5);

    /** @param source empty: not legible, or not told */
    record Use(Instant time, Optional<String> source) {}

    private final Map<ObjectName, Use> latest = new HashMap<>();
    private final Map<ObjectName, Instant> foldedAt = new HashMap<>();

    /** An instant in the future counts as the present. */
    synchronized void add(ObjectName token, Use told, Instant now) {
        var time = told.time().isAfter(now) ? now : told.time();
        var use = new Use(time.truncatedTo(ChronoUnit.SECONDS), told.source());
        latest.merge(token, use, (one, other) -> other.time().isAfter(one.time()) ? other : one);
    }

    /** What the status is to say, given what it says. */
    synchronized @Nullable LastUsed fold(ObjectName token, @Nullable LastUsed before, Instant now) {
        var use = latest.get(token);
        if (use == null || !isNews(use, before)) {
            latest.remove(token);
            return before;
        }
        if (!isDue(token, before, now)) {
            return before;
        }
        latest.remove(token);
        foldedAt.put(token, now);
        return new LastUsed(use.time().toString(), use.source().orElse(null));
    }

    /** Tokens whose status may follow now, as far as is known here. */
    synchronized List<ObjectName> due(Instant now) {
        return latest.keySet().stream()
                .filter(token -> !isTooSoon(foldedAt.get(token), now))
                .toList();
    }

    synchronized void forget(ObjectName token) {
        latest.remove(token);
        foldedAt.remove(token);
    }

    private static boolean isNews(Use use, @Nullable LastUsed before) {
        return told(before).map(told -> use.time().isAfter(told)).orElse(true);
    }

    private boolean isDue(ObjectName token, @Nullable LastUsed before, Instant now) {
        return !isTooSoon(foldedAt.get(token), now) && !isTooSoon(told(before).orElse(null), now);
    }

    /** An instant ahead of the clock, which was set back, holds up nothing. */
    private static boolean isTooSoon(@Nullable Instant last, Instant now) {
        return last != null && !last.isAfter(now) && last.plus(EVERY).isAfter(now);
    }

    private static Optional<Instant> told(@Nullable LastUsed before) {
        return Optional.ofNullable(before)
                .flatMap(used -> Optional.ofNullable(used.time()))
                .flatMap(ReportedInstant::read);
    }
}
