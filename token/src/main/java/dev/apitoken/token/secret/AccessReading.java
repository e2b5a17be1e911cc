package dev.apitoken.token.secret;

import dev.apitoken.token.access.AccessDocument;
import dev.apitoken.token.access.TokenEntry;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;

/** What a head and the shards at hand amount to. */
public sealed interface AccessReading {
    /** @param shards to be handed to the next reading, which parses only what has changed */
    record Whole(AccessDocument document, KnownShards shards) implements AccessReading {}

    /**
     * Not this revision yet.
     *
     * @param missing names of the Secrets, or of the files, that are absent or belong to another revision
     */
    record Incomplete(SortedSet<String> missing) implements AccessReading {
        public Incomplete {
            missing = Collections.unmodifiableSortedSet(new TreeSet<>(missing));
        }
    }

    /** Entries read earlier, by the SHA-256 of their shard. */
    record KnownShards(Map<String, List<TokenEntry>> bySha256) {
        public static final KnownShards NONE = new KnownShards(Map.of());

        public KnownShards {
            bySha256 = Map.copyOf(bySha256);
        }
    }
}
