package dev.apitoken.validator.report;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/**
 * When a report is due. Uses and counts alone lead to one a minute at most (rule P4). A new revision is told at once,
 * for somebody may be waiting to see it enforced, but however often revisions change there are never more than four
 * reports in a minute. Without any news one is written every five minutes, as a sign of life. Pure: instants come from
 * outside.
 */
final class ReportSchedule {
    /** Several revisions that follow each other closely are one piece of news. */
    static final Duration SETTLE = Duration.ofMillis(300);

    static final Duration NEWS = Duration.ofMinutes(1);
    static final Duration HEARTBEAT = Duration.ofMinutes(5);
    /** A gate that has nothing to enforce yet says so after a while. */
    static final Duration FIRST = Duration.ofSeconds(10);

    static final int MOST_IN_A_MINUTE = 4;
    private static final Duration FIRST_RETRY = Duration.ofSeconds(5);

    private final Deque<Instant> lastTries = new ArrayDeque<>();
    private Instant heartbeatAt;
    private Instant newsAt;
    private Instant retryAt;
    private int failures;
    private Optional<Instant> appliedAt = Optional.empty();

    ReportSchedule(Instant start) {
        this.heartbeatAt = start.plus(FIRST);
        this.newsAt = start;
        this.retryAt = start;
    }

    /** A new revision is in force, and not yet told. */
    void applied(Instant now) {
        if (appliedAt.isEmpty()) {
            appliedAt = Optional.of(now);
        }
    }

    /** @param news whether requests were judged since the last report */
    boolean isDue(boolean news, Instant now) {
        return !now.isBefore(dueAt(news));
    }

    Instant dueAt(boolean news) {
        Instant due = news ? earlier(heartbeatAt, newsAt) : heartbeatAt;
        if (appliedAt.isPresent()) {
            due = earlier(due, appliedAt.get().plus(SETTLE));
        }
        Instant allowed = lastTries.size() < MOST_IN_A_MINUTE
                ? retryAt
                : later(retryAt, lastTries.getFirst().plus(Duration.ofMinutes(1)));
        return later(due, allowed);
    }

    void written(Instant now) {
        tried(now);
        failures = 0;
        retryAt = now;
        heartbeatAt = now.plus(HEARTBEAT);
        newsAt = now.plus(NEWS);
        appliedAt = Optional.empty();
    }

    /** Tried again with growing pauses. */
    void failed(Instant now) {
        tried(now);
        var pause = FIRST_RETRY.multipliedBy(1L << Math.min(failures, 4));
        failures++;
        retryAt = now.plus(pause.compareTo(NEWS) < 0 ? pause : NEWS);
        heartbeatAt = earlier(heartbeatAt, retryAt);
    }

    private void tried(Instant now) {
        lastTries.addLast(now);
        while (lastTries.size() > MOST_IN_A_MINUTE) {
            lastTries.removeFirst();
        }
    }

    private static Instant earlier(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }
}
