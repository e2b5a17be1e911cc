package dev.apitoken.validator.index;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/**
 * One round: ask the store which version of the head is current, which is the proof of contact, then watch for a few
 * seconds. The watch makes a change fast, the question makes it certain: whatever a watch failed to say is read in the
 * next round.
 */
final class WatchRound {
    /** With {@link #GRACE}, a connection that fell silent is noticed after 9 s at most (G7: 10 s). */
    static final Duration LIFE = Duration.ofSeconds(7);

    static final Duration GRACE = Duration.ofSeconds(2);
    private static final Duration OPENING = Duration.ofSeconds(3);
    /** A watch that ends sooner is no regular end, and asking again at once would be a storm. */
    private static final Duration SHORTEST = Duration.ofSeconds(1);

    private final String name;
    private final WatchedHead head;
    private final InstantSource clock;
    private final Runnable alive;
    /** Where the last watch ended, so that the next one need not show an unchanged Secret again. */
    private Optional<String> resumeFrom = Optional.empty();

    /** @param alive is called at every step */
    WatchRound(String name, WatchedHead head, InstantSource clock, Runnable alive) {
        this.name = name;
        this.head = head;
        this.clock = clock;
        this.alive = alive;
    }

    /** Returns at the regular end of the watch, after {@link #LIFE}. */
    void make(ApiSession api) throws SourceException, InterruptedException {
        Optional<String> from = resumeFrom;
        resumeFrom = Optional.empty();
        boolean nothingMissed = confirm(api);
        resumeFrom = watch(api, nothingMissed ? from : Optional.empty());
    }

    /** @return whether the last watch had shown what the store holds */
    private boolean confirm(ApiSession api) throws SourceException, InterruptedException {
        alive.run();
        Instant asked = clock.instant();
        Optional<String> version = api.version(name);
        if (version.isEmpty()) {
            return head.gone();
        }
        if (head.isAt(version.get())) {
            head.confirm(asked, secrets(api));
            return true;
        }
        Sighting seen = Sighting.at(clock.instant());
        Optional<SeenSecret> secret = api.read(name);
        if (secret.isPresent()) {
            head.show(secret.get(), seen, secrets(api));
        }
        return false;
    }

    /** @return where the next watch can go on; empty: from the present state */
    private Optional<String> watch(ApiSession api, Optional<String> from) throws SourceException, InterruptedException {
        Instant opened = clock.instant();
        WatchStream stream = api.watch(name, from, LIFE);
        long begin = System.nanoTime();
        Duration limit = OPENING;
        Optional<String> reached = from;
        while (true) {
            alive.run();
            Optional<WatchSignal> signal = stream.poll(upTo(limit.minusNanos(System.nanoTime() - begin)));
            if (signal.isEmpty()) {
                requireWithin(limit, begin);
                head.retry(secrets(api));
                continue;
            }
            switch (signal.get()) {
                case WatchSignal.Opened() -> limit = LIFE.plus(GRACE);
                case WatchSignal.Line(String text) -> {
                    WatchEvent event = SecretJson.event(text);
                    if (event instanceof WatchEvent.Failed(int status)) {
                        return startAfresh(status, from);
                    }
                    reached = take(event, opened, reached, api);
                }
                case WatchSignal.Ended() -> {
                    requireRegularEnd(begin);
                    return reached;
                }
                case WatchSignal.Refused(int status) -> {
                    return startAfresh(status, from);
                }
                case WatchSignal.Broken(Throwable cause) -> throw new SourceException(SourceFailure.Unreachable, cause);
            }
        }
    }

    private WatchedHead.Secrets secrets(ApiSession api) {
        return secret -> {
            alive.run();
            return api.read(secret);
        };
    }

    private Duration upTo(Duration left) {
        return head.untilRetry().filter(retry -> retry.compareTo(left) < 0).orElse(left);
    }

    /** @return up to where the watch has told everything */
    private Optional<String> take(WatchEvent event, Instant opened, Optional<String> reached, ApiSession api)
            throws SourceException, InterruptedException {
        return switch (event) {
            case WatchEvent.Shown(SeenSecret secret) -> {
                head.show(secret, new Sighting(opened, clock.instant()), secrets(api));
                yield Optional.of(secret.version());
            }
            case WatchEvent.Deleted(String version) -> {
                head.gone();
                yield Optional.of(version);
            }
            case WatchEvent.Bookmark(String version) -> Optional.of(version);
            case WatchEvent.Failed ignored -> reached;
        };
    }

    /** 410 says that the version to go on from is too old: no fault of anybody, the next watch goes without one. */
    private static Optional<String> startAfresh(int status, Optional<String> from) throws SourceException {
        if (status != 410 || from.isEmpty()) {
            throw ApiSession.refused(status);
        }
        return Optional.empty();
    }

    private static void requireWithin(Duration limit, long begin) throws SourceException {
        if (System.nanoTime() - begin >= limit.toNanos()) {
            throw new SourceException(SourceFailure.Silent, "no word for " + limit.toSeconds() + " s");
        }
    }

    private static void requireRegularEnd(long begin) throws SourceException {
        if (System.nanoTime() - begin < SHORTEST.toNanos()) {
            throw new SourceException(SourceFailure.Unreachable, "the watch ended as soon as it was opened");
        }
    }
}
