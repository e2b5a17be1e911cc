package dev.apitoken.validator.index;

import java.time.Instant;

/** Keeps a {@link CurrentAccess} current, on one thread of its own. */
public sealed interface AccessSource extends AutoCloseable permits SecretWatch, FolderSource {
    /** Returns at once; {@link CurrentAccess#ready()} tells when the first whole revision is in force. */
    void start();

    /**
     * For liveness (P6): whether the source's thread still makes its rounds. True while the source itself cannot be
     * reached, since a restart would not help that.
     */
    boolean alive(Instant now);

    @Override
    void close();
}
