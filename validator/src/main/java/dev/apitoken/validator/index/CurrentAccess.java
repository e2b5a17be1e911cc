package dev.apitoken.validator.index;

import dev.apitoken.token.access.AccessDocument;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The state requests are judged by, and how long ago it was known to be the source's state. Readers take one volatile
 * reference and no lock; sources write, one at a time, on their own thread.
 *
 * <p>Revisions only rise (G6): whatever comes late, out of order or out of a Secret that was made again, a lower
 * revision never replaces a higher one. Only one that no operator can have written is replaced by any that is higher than
 * what was in force before it.
 */
public final class CurrentAccess {
    private static final Logger log = LoggerFactory.getLogger(CurrentAccess.class);
    private static final AccessState UNKNOWN = new AccessState.Unknown();
    private static final AccessState STALE = new AccessState.Stale();

    private final InstantSource clock;
    private final Instant startedAt;
    private final FailureCounts failures = new FailureCounts();
    private final List<Consumer<AppliedRevision>> listeners = new CopyOnWriteArrayList<>();
    private volatile @Nullable Snapshot current;

    public CurrentAccess(InstantSource clock) {
        this.clock = clock;
        this.startedAt = clock.instant();
    }

    /** Allocates nothing. Stale from the first instant past {@code maxStaleness} after the last proof. */
    public AccessState at(Instant now) {
        Snapshot snapshot = current;
        if (snapshot == null) {
            return UNKNOWN;
        }
        return now.isAfter(snapshot.usableUntil) ? STALE : snapshot.usable;
    }

    /** 0 before the first whole revision. */
    public long revision() {
        Snapshot snapshot = current;
        return snapshot == null ? 0 : snapshot.applied.revision();
    }

    /** Whether a revision shown at this instant would replace the one in force, or is that one. */
    boolean admits(long revision, Instant now) {
        Snapshot snapshot = current;
        return snapshot == null || revision == snapshot.applied.revision() || snapshot.yieldsTo(revision, now);
    }

    /** Whether a whole revision has arrived since the start (G9). It may be stale by now: {@link #at} tells. */
    public boolean ready() {
        return current != null;
    }

    /** Since the last proof that the state in force is the source's state, or since the start; never negative. */
    public Duration staleness(Instant now) {
        Snapshot snapshot = current;
        Instant since = snapshot == null ? startedAt : snapshot.heardAt;
        return now.isAfter(since) ? Duration.between(since, now) : Duration.ZERO;
    }

    public AccessMetrics metrics(Instant now) {
        Snapshot snapshot = current;
        return new AccessMetrics(
                snapshot == null ? Optional.empty() : Optional.of(snapshot.applied), staleness(now), failures.counts());
    }

    /** Is called on the source's thread after each new revision, and must not linger. */
    public void onApplied(Consumer<AppliedRevision> listener) {
        listeners.add(listener);
    }

    /** A whole revision, known to be the source's at this instant. */
    public boolean publish(AccessDocument document, Instant shownAt) {
        return publish(document, Sighting.at(shownAt));
    }

    /**
     * A whole revision, as the source showed it. Builds the index on the calling thread.
     *
     * @return whether the state in force is now this revision; false: a higher one is, and stays
     */
    boolean publish(AccessDocument document, Sighting seen) {
        Optional<AppliedRevision> applied = replace(document, seen);
        applied.ifPresent(this::announce);
        return applied.isPresent() || revision() == document.revision();
    }

    private synchronized Optional<AppliedRevision> replace(AccessDocument document, Sighting seen) {
        Snapshot before = current;
        if (before != null && !before.yieldsTo(document.revision(), seen.readAt())) {
            if (document.revision() == before.applied.revision()) {
                heard(seen.askedAt());
            }
            return Optional.empty();
        }
        AccessIndex index = before == null
                ? AccessIndex.of(document)
                : before.usable.index().next(document);
        AppliedRevision applied = new AppliedRevision(
                document.revision(), document.entries().size(), document.compiledAt(), seen.readAt(), clock.instant());
        boolean doubtful = RevisionBounds.isDoubtful(document.revision(), seen.readAt());
        long floor = before == null ? 0 : before.floorAt(seen.readAt());
        current = new Snapshot(
                new AccessState.Usable(index),
                applied,
                doubtful ? floor : document.revision(),
                document.policy().maxStaleness(),
                seen.askedAt());
        return Optional.of(applied);
    }

    private void announce(AppliedRevision applied) {
        log.atInfo()
                .addKeyValue("revision", applied.revision())
                .addKeyValue("tokens", applied.entries())
                .addKeyValue("millis", applied.reload().toMillis())
                .log("revision applied");
        for (Consumer<AppliedRevision> listener : listeners) {
            try {
                listener.accept(applied);
            } catch (RuntimeException e) {
                log.error("a listener failed on revision {}", applied.revision(), e);
            }
        }
    }

    /** The state in force was still the source's state at this instant. Without a state it says nothing. */
    public synchronized void heard(Instant at) {
        Snapshot snapshot = current;
        if (snapshot != null && at.isAfter(snapshot.heardAt)) {
            current = new Snapshot(snapshot.usable, snapshot.applied, snapshot.floor, snapshot.maxStaleness, at);
        }
    }

    /** The source could not show its present state: counted, and staleness goes on growing. */
    public void failed(SourceFailure failure) {
        failures.count(failure);
    }

    /** @param floor the highest revision applied so far that was not doubtful; never replaced by a lower one */
    private record Snapshot(
            AccessState.Usable usable,
            AppliedRevision applied,
            long floor,
            Duration maxStaleness,
            Instant heardAt,
            Instant usableUntil) {
        Snapshot(
                AccessState.Usable usable,
                AppliedRevision applied,
                long floor,
                Duration maxStaleness,
                Instant heardAt) {
            this(usable, applied, floor, maxStaleness, heardAt, heardAt.plus(maxStaleness));
        }

        /** What is doubtful today an operator may have written tomorrow. */
        long floorAt(Instant now) {
            return RevisionBounds.isDoubtful(applied.revision(), now) ? floor : applied.revision();
        }

        boolean yieldsTo(long revision, Instant now) {
            return revision > applied.revision()
                    || revision > floorAt(now) && !RevisionBounds.isDoubtful(revision, now);
        }
    }
}
