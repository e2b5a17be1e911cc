package dev.apitoken.validator.index;

import dev.apitoken.token.secret.AccessSecret;
import io.fabric8.kubernetes.client.Config;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows one access Secret by name through the API server, with the rights get and watch on that name and get on its
 * shards. Why it is done this way: docs/decisions/0007-watching-one-secret.md.
 *
 * <p>One thread makes a {@link WatchRound} after the other over an {@link ApiSession} that is opened anew after every
 * failure, and every few minutes without one.
 */
public final class SecretWatch implements AccessSource {
    /** New credentials and a new connection this often: a projected token is renewed 2 minutes before its end at least. */
    private static final Duration SESSION_LIFE = Duration.ofSeconds(90);
    /** Well over the longest wait inside a round. */
    private static final Duration STUCK = Duration.ofSeconds(60);

    private static final Logger log = LoggerFactory.getLogger(SecretWatch.class);

    private final Supplier<Config> config;
    private final String namespace;
    private final InstantSource clock;
    private final SourceTrouble trouble;
    private final WatchRound round;
    private final RetryPause pause = new RetryPause(ThreadLocalRandom.current());
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread thread;
    private volatile Instant lastSign;

    /**
     * @param config is asked for each session, so that renewed tokens and certificates are picked up
     * @param policy name of the AccessPolicy
     */
    public SecretWatch(
            Supplier<Config> config, String namespace, String policy, CurrentAccess access, InstantSource clock) {
        String name = AccessSecret.headName(policy);
        this.config = config;
        this.namespace = namespace;
        this.clock = clock;
        this.trouble = new SourceTrouble("Secret " + namespace + "/" + name, access);
        WatchedHead head = new WatchedHead(
                name,
                new RevisionReader(namespace, policy, access),
                trouble,
                new RetryPause(ThreadLocalRandom.current()),
                System::nanoTime);
        this.round = new WatchRound(name, head, clock, () -> lastSign = clock.instant());
        this.thread = Thread.ofVirtual().name("secret-watch").unstarted(this::run);
        this.lastSign = clock.instant();
    }

    @Override
    public void start() {
        thread.start();
    }

    @Override
    public boolean alive(Instant now) {
        return thread.isAlive() && !now.isAfter(lastSign.plus(STUCK));
    }

    @Override
    public void close() {
        closed.countDown();
        thread.interrupt();
    }

    private boolean isClosed() {
        return closed.getCount() == 0;
    }

    private void run() {
        try {
            while (!isClosed()) {
                Duration wait = session();
                lastSign = clock.instant();
                closed.await(wait.toNanos(), TimeUnit.NANOSECONDS);
            }
        } catch (InterruptedException e) {
            log.debug("closed");
        }
    }

    /** @return how long to wait before the next one */
    private Duration session() throws InterruptedException {
        try (ApiSession api = ApiSession.open(config.get(), namespace)) {
            long end = System.nanoTime() + SESSION_LIFE.toNanos();
            while (!isClosed() && System.nanoTime() < end) {
                round.make(api);
                pause.reset();
            }
            return Duration.ZERO;
        } catch (SourceException e) {
            trouble.report(e.failure(), e.detail());
            return pause.next(e.failure());
        } catch (RuntimeException e) {
            log.error("the watch met a fault of its own and goes on", e);
            trouble.report(SourceFailure.Internal, e.getClass().getSimpleName());
            return pause.next(SourceFailure.Internal);
        }
    }
}
