package dev.apitoken.validator.index;

import dev.apitoken.token.secret.AccessSecret;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows the access Secrets of a policy as files: a mounted Secret, or a plain folder filled by whatever means. No
 * access to the API server at all.
 *
 * <p>It looks at the content every second and trusts neither file events nor times: a mount changes by swapping the
 * link {@code ..data}, which neither of them shows on the files (G14). A mount that is half swapped has a head whose
 * digests its shards do not have, and waits for the next look.
 *
 * <p>Proof of contact is that the files can be read and are whole. Whether whoever writes them still does, a folder
 * cannot tell.
 */
public final class FolderSource implements AccessSource {
    static final Duration BETWEEN_LOOKS = Duration.ofSeconds(1);
    private static final Duration STUCK = Duration.ofSeconds(60);
    private static final Logger log = LoggerFactory.getLogger(FolderSource.class);

    private final AccessFolder folder;
    private final RevisionReader revisions;
    private final InstantSource clock;
    private final SourceTrouble trouble;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread thread;
    private volatile Instant lastLook;
    private byte[] inForce = {};

    /** @param policy name of the AccessPolicy */
    public FolderSource(Path folder, String namespace, String policy, CurrentAccess access, InstantSource clock) {
        this.folder = new AccessFolder(folder, AccessSecret.headName(policy));
        this.revisions = new RevisionReader(namespace, policy, access);
        this.clock = clock;
        this.trouble = new SourceTrouble("folder " + folder, access);
        this.thread = Thread.ofPlatform().daemon().name("folder-source").unstarted(this::run);
        this.lastLook = clock.instant();
    }

    @Override
    public void start() {
        thread.start();
    }

    @Override
    public boolean alive(Instant now) {
        return thread.isAlive() && !now.isAfter(lastLook.plus(STUCK));
    }

    @Override
    public void close() {
        closed.countDown();
        thread.interrupt();
    }

    private void run() {
        try {
            do {
                look();
                lastLook = clock.instant();
            } while (!closed.await(BETWEEN_LOOKS.toNanos(), TimeUnit.NANOSECONDS));
        } catch (InterruptedException e) {
            log.debug("closed");
        }
    }

    /** One look at the files: what they say is in force, or the failure is reported. */
    void look() throws InterruptedException {
        try {
            read();
            trouble.over();
        } catch (SourceException e) {
            trouble.report(e.failure(), e.detail());
        } catch (RuntimeException e) {
            log.error("a look at the folder met a fault of its own", e);
            trouble.report(SourceFailure.Internal, e.getClass().getSimpleName());
        }
    }

    private void read() throws SourceException, InterruptedException {
        Instant readAt = clock.instant();
        Optional<byte[]> head = folder.head();
        if (head.isEmpty()) {
            throw new SourceException(SourceFailure.Missing, "there is no " + AccessSecret.HEAD_KEY);
        }
        if (Arrays.equals(head.get(), inForce)) {
            revisions.stillInForce(readAt);
            return;
        }
        revisions.apply(Map.of(AccessSecret.HEAD_KEY, head.get()), Sighting.at(readAt), folder::shards);
        inForce = head.get();
    }
}
