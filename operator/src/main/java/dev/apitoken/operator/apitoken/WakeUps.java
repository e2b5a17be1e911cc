package dev.apitoken.operator.apitoken;

import dev.apitoken.operator.kubernetes.ObjectName;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/** When each ApiToken is to be looked at again, remembered so that the due-scan finds those whose timer was lost. */
final class WakeUps {
    /** How often to see whether the holder of a Secret has let go: nothing tells us of Secrets that are not ours. */
    private static final Duration BLOCKED = Duration.ofMinutes(1);

    private record WakeUp(String uid, Optional<Instant> at) {}

    private final Map<ObjectName, WakeUp> wakeUps = new ConcurrentHashMap<>();

    /** @param others another reason to look again */
    Optional<Instant> after(Observed observed, Outcome outcome, Optional<Instant> others, Instant now) {
        var at = Stream.concat(others.stream(), after(outcome, now).stream()).min(Comparator.naturalOrder());
        wakeUps.put(
                ObjectName.of(observed.resource()),
                new WakeUp(observed.resource().getMetadata().getUid(), at));
        return at;
    }

    private static Optional<Instant> after(Outcome outcome, Instant now) {
        return switch (outcome) {
            case Outcome.Settled settled -> after(settled, now);
            case Outcome.Postponed postponed -> Optional.of(postponed.retryAt());
            case Outcome.Contested contested -> Optional.of(contested.retryAt());
            case Outcome.Blocked _ -> Optional.of(now.plus(BLOCKED));
        };
    }

    /** Due: its instant has come, or it was never looked at under this UID. */
    boolean isDue(ObjectName name, String uid, Instant now) {
        var wakeUp = wakeUps.get(name);
        return wakeUp == null
                || !wakeUp.uid().equals(uid)
                || wakeUp.at().filter(at -> !at.isAfter(now)).isPresent();
    }

    void forget(ObjectName name) {
        wakeUps.remove(name);
    }

    /** Everything is due. */
    void forgetAll() {
        wakeUps.clear();
    }

    private static Optional<Instant> after(Outcome.Settled settled, Instant now) {
        var manual = ManualRenewal.of(settled.wish().desired(), settled.token().map(Observed::token), now);
        return Stream.of(
                        settled.plan().wakeAt().stream(),
                        manual.flatMap(ManualRenewal::next).stream(),
                        settled.restarts().stream()
                                .flatMap(restart -> restart.tryAgainAfter().stream())
                                .map(now::plus))
                .flatMap(instants -> instants)
                .min(Comparator.naturalOrder());
    }
}
