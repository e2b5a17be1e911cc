package dev.apitoken.validator.http;

import dev.apitoken.validator.gate.Gate;
import dev.apitoken.validator.index.AccessSource;
import dev.apitoken.validator.index.AccessState;
import dev.apitoken.validator.index.CurrentAccess;
import java.time.InstantSource;

/**
 * What the probes ask. Neither answer depends on the upstream: an application that is down is not this program's
 * illness, and a gate that is taken out of service cannot say so to its callers (P6).
 */
public record Health(CurrentAccess access, AccessSource source, Gate gate, InstantSource clock) {
    /** Whether requests can be judged: a whole revision is loaded and no shutdown has begun. */
    boolean isReady() {
        return access.ready() && !gate.isDraining();
    }

    /**
     * Stale or not, for people: it does not take a gate out of service, since there is nobody to ask in its place.
     */
    String state() {
        return switch (access.at(clock.instant())) {
            case AccessState.Unknown unknown -> "Unknown";
            case AccessState.Stale stale -> "Stale";
            case AccessState.Usable usable -> "Usable";
        };
    }

    /** 0: none yet. */
    long revision() {
        return access.revision();
    }

    /** Since the last proof that this is the state of the source. */
    long ageSeconds() {
        return access.staleness(clock.instant()).toSeconds();
    }

    /** Whether the event loops come round and the source makes its rounds; a restart would help if not. */
    boolean isLive() {
        return gate.isBeating() && source.alive(clock.instant());
    }
}
