package dev.apitoken.operator.access;

import dev.apitoken.token.secret.ShardMemory;
import java.util.Optional;

/**
 * What is remembered of the last write of a policy.
 *
 * @param content what the head is known to say; empty: to be found out
 * @param revision the highest that anybody is known to have seen; revisions only rise (rule G6)
 * @param ours of the head as this operator wrote it, or found it to be right; 0: it has not looked yet
 * @param shards its shards, so that only changed ones are packed again
 */
record LastWrite(Optional<Compilation> content, long revision, long ours, ShardMemory shards) {
    static LastWrite unknown() {
        return new LastWrite(Optional.empty(), 0, 0, new ShardMemory());
    }

    LastWrite of(Compilation content, long revision) {
        return new LastWrite(Optional.of(content), revision, revision, shards);
    }

    LastWrite inDoubt() {
        return new LastWrite(Optional.empty(), revision, ours, shards);
    }

    LastWrite atLeast(long known) {
        return new LastWrite(content, Math.max(revision, known), ours, shards);
    }

    boolean says(Compilation compiled) {
        return content.equals(Optional.of(compiled));
    }
}
