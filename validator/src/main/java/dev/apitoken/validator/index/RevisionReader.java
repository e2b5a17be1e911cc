package dev.apitoken.validator.index;

import dev.apitoken.token.secret.AccessHead;
import dev.apitoken.token.secret.AccessReading;
import dev.apitoken.token.secret.AccessReading.KnownShards;
import dev.apitoken.token.secret.AccessSecret;
import dev.apitoken.token.secret.UnreadableAccessException;
import java.time.Instant;
import java.util.Map;

/** Takes a head and its shards to a revision in force: whole, of the right policy and not lower than the last (G5, G6). */
final class RevisionReader {
    /** Finds the entries a head names; what was parsed before need not be found again. */
    interface Shards {
        AccessReading read(AccessHead head, KnownShards known)
                throws UnreadableAccessException, SourceException, InterruptedException;
    }

    private final String namespace;
    private final String policy;
    private final CurrentAccess access;
    private KnownShards known = KnownShards.NONE;

    RevisionReader(String namespace, String policy, CurrentAccess access) {
        this.namespace = namespace;
        this.policy = policy;
        this.access = access;
    }

    /**
     * Returns when the state in force is what this head says.
     *
     * @param seen when the source showed this head
     * @throws SourceException when it is not: the state in force stays, and grows stale
     */
    void apply(Map<String, byte[]> head, Sighting seen, Shards shards) throws SourceException, InterruptedException {
        try {
            apply(AccessSecret.readHead(head), seen, shards);
        } catch (UnreadableAccessException e) {
            throw new SourceException(SourceFailure.Unreadable, String.valueOf(e.getMessage()));
        }
    }

    /** The head applied last is still what the source shows. */
    void stillInForce(Instant at) {
        access.heard(at);
    }

    private void apply(AccessHead head, Sighting seen, Shards shards)
            throws UnreadableAccessException, SourceException, InterruptedException {
        if (!head.policy().namespace().equals(namespace)
                || !head.policy().name().equals(policy)) {
            throw new SourceException(SourceFailure.Unreadable, "it belongs to another policy");
        }
        if (RevisionBounds.isFarAhead(head.revision(), seen.readAt())) {
            throw new SourceException(SourceFailure.FarAhead, "it shows revision " + head.revision());
        }
        if (!access.admits(head.revision(), seen.readAt())) {
            throw new SourceException(SourceFailure.Outdated, "it shows revision " + head.revision());
        }
        if (head.revision() == access.revision()) {
            access.heard(seen.askedAt());
            return;
        }
        switch (shards.read(head, known)) {
            case AccessReading.Incomplete(var missing) ->
                throw new SourceException(
                        SourceFailure.Incomplete,
                        "revision " + head.revision() + " lacks " + missing.size() + " of "
                                + head.shards().size() + " shards");
            case AccessReading.Whole(var document, var parsed) -> {
                known = parsed;
                access.publish(document, seen);
            }
        }
    }
}
