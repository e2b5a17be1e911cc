package dev.apitoken.operator.apitoken;

import dev.apitoken.operator.kubernetes.ObjectName;
import dev.apitoken.token.rotation.RenewalTime;
import dev.apitoken.token.rotation.RotationPolicy.Renewal;
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
        var at = earliest(others, after(outcome, now));
        wakeUps.put(
                ObjectName.of(observed.resource()),
                new WakeUp(observed.resource().getMetadata().getUid(), at));
        return at;
    }

    private static Optional<Instant> after(Outcome outcome, Instant now) {
        return switch (outcome) {
            case Outcome.Settled settled -> earliest(settled.plan().wakeAt(), manualRenewal(settled, now));
            case Outcome.Postponed postponed -> Optional.of(postponed.retryAt());
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

    /** From then on RenewalHealthy is False (rule A12). */
    private static Optional<Instant> manualRenewal(Outcome.Settled settled, Instant now) {
        var desired = settled.wish().desired();
        if (desired.rotation().renewal() != Renewal.Manual) {
            return Optional.empty();
        }
        return settled.token()
                .map(stored -> RenewalTime.of(Observed.token(stored), desired.rotation(), desired.uid()))
                .filter(at -> at.isAfter(now));
    }

    private static Optional<Instant> earliest(Optional<Instant> one, Optional<Instant> other) {
        return Stream.concat(one.stream(), other.stream()).min(Comparator.naturalOrder());
    }
}
