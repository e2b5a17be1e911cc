package dev.apitoken.validator.index;

import dev.apitoken.token.secret.AccessHead;
import dev.apitoken.token.secret.AccessReading;
import dev.apitoken.token.secret.AccessReading.KnownShards;
import dev.apitoken.token.secret.AccessSecret;
import dev.apitoken.token.secret.SecretContent;
import dev.apitoken.token.secret.UnreadableAccessException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What the API server last showed under the head's name, and whether that is in force. A head whose shards are not all
 * there is tried again after a pause, for as long as it is the newest; meanwhile the last whole revision serves.
 */
final class WatchedHead {
    /** Reads one Secret by name; empty when there is none. */
    interface Secrets {
        Optional<SeenSecret> read(String name) throws SourceException, InterruptedException;
    }

    private final String name;
    private final RevisionReader revisions;
    private final SourceTrouble trouble;
    private final RetryPause pause;
    private final LongSupplier nanos;
    private @Nullable SeenSecret shown;
    private Sighting seen = Sighting.at(Instant.MIN);
    private boolean inForce;
    private Optional<Long> retryAt = Optional.empty();

    WatchedHead(String name, RevisionReader revisions, SourceTrouble trouble, RetryPause pause, LongSupplier nanos) {
        this.name = name;
        this.revisions = revisions;
        this.trouble = trouble;
        this.pause = pause;
        this.nanos = nanos;
    }

    boolean isAt(String version) {
        return shown != null && shown.version().equals(version);
    }

    /** @throws SourceException when a shard cannot be read because nobody answers: the connection is to be given up */
    void show(SeenSecret secret, Sighting at, Secrets secrets) throws SourceException, InterruptedException {
        if (isAt(secret.version())) {
            return;
        }
        shown = secret;
        seen = at;
        inForce = false;
        pause.reset();
        attempt(secrets);
    }

    /** What was shown last is what the store holds at this instant. */
    void confirm(Instant at, Secrets secrets) throws SourceException, InterruptedException {
        seen = Sighting.at(at);
        if (inForce) {
            revisions.stillInForce(at);
        } else {
            attempt(secrets);
        }
    }

    /**
     * The Secret is not there: the state in force goes on serving, and grows stale from its last proof on.
     *
     * @return whether that was known already
     */
    boolean gone() {
        boolean known = shown == null;
        shown = null;
        inForce = false;
        retryAt = Optional.empty();
        trouble.report(SourceFailure.Missing, "there is no Secret of this name");
        return known;
    }

    /** Until {@link #retry} is worth a call. */
    Optional<Duration> untilRetry() {
        return retryAt.map(at -> Duration.ofNanos(Math.max(0, at - nanos.getAsLong())));
    }

    void retry(Secrets secrets) throws SourceException, InterruptedException {
        if (untilRetry().filter(Duration::isZero).isPresent()) {
            attempt(secrets);
        }
    }

    private void attempt(Secrets secrets) throws SourceException, InterruptedException {
        SeenSecret head = shown;
        if (head == null) {
            return;
        }
        retryAt = Optional.empty();
        try {
            read(head.content(), secrets);
            inForce = true;
            trouble.over();
        } catch (SourceException e) {
            if (e.failure() == SourceFailure.Unreachable) {
                throw e;
            }
            trouble.report(e.failure(), e.detail());
            retryAt = retryAfter(e.failure());
        }
    }

    private void read(SecretContent head, Secrets secrets) throws SourceException, InterruptedException {
        if (!head.type().equals(AccessSecret.TYPE)) {
            throw new SourceException(SourceFailure.Unreadable, "it is a Secret of another type");
        }
        revisions.apply(head.data(), seen, (document, known) -> shards(document, known, head, secrets));
    }

    private AccessReading shards(AccessHead document, KnownShards known, SecretContent head, Secrets secrets)
            throws UnreadableAccessException, SourceException, InterruptedException {
        Map<String, SecretContent> held = new HashMap<>(Map.of(name, head));
        AccessReading reading = AccessSecret.read(document, held, known);
        if (reading instanceof AccessReading.Incomplete(var missing)) {
            for (String shard : missing) {
                secrets.read(shard).ifPresent(secret -> held.put(shard, secret.content()));
            }
            return AccessSecret.read(document, held, known);
        }
        return reading;
    }

    /** Shards and rights follow by themselves; what is unreadable or too old stays so until the head changes. */
    private Optional<Long> retryAfter(SourceFailure failure) {
        return switch (failure) {
            case Incomplete, Refused ->
                Optional.of(nanos.getAsLong() + pause.next(failure).toNanos());
            default -> Optional.empty();
        };
    }
}
