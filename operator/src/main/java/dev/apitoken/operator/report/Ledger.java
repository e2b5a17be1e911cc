package dev.apitoken.operator.report;

import dev.apitoken.token.access.TokenEntry;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** What the access document of one policy says, and in which revision it came to say so, token by token. */
final class Ledger {
    /** Beyond it everything counts as changed just now, which asks too much of validators and never too little. */
    private static final int MOST_CHANGES = 10_000;

    private Map<String, TokenEntry> listed = Map.of();
    /** By token id, the revision of the last change that some validator may not have applied yet. */
    private final Map<String, Long> changed = new HashMap<>();
    /** What came before is carried by this revision. */
    private long baseline;

    private long revision;

    /** The head says this now. The first that is known stands for all changes before it. */
    void written(long newRevision, Collection<TokenEntry> entries) {
        var now = new HashMap<String, TokenEntry>(entries.size() * 2);
        entries.forEach(entry -> now.put(entry.id().value(), entry));
        if (revision == 0) {
            baseline = newRevision;
        } else if (newRevision > revision) {
            noteChanges(now, newRevision);
        }
        listed = now;
        revision = Math.max(revision, newRevision);
    }

    private void noteChanges(Map<String, TokenEntry> now, long newRevision) {
        var ids = new HashSet<>(listed.keySet());
        ids.addAll(now.keySet());
        for (var id : ids) {
            if (!Objects.equals(listed.get(id), now.get(id))) {
                changed.put(id, newRevision);
            }
        }
        if (changed.size() > MOST_CHANGES) {
            changed.clear();
            baseline = newRevision;
        }
    }

    /** Every live validator has applied this revision; 0: there is none. */
    void applied(long byAll) {
        changed.values().removeIf(since -> since <= byAll);
    }

    long revision() {
        return revision;
    }

    boolean knows(String id) {
        return listed.containsKey(id) || changed.containsKey(id);
    }

    Set<String> listedIds() {
        return Set.copyOf(listed.keySet());
    }

    /**
     * Whether the document says of these tokens what it should.
     *
     * @param expected the entries there should be
     * @param ids of the tokens, also of those that should not be listed any more
     */
    boolean says(Collection<TokenEntry> expected, Set<String> ids, Instant now) {
        var wanted = new HashMap<String, TokenEntry>();
        expected.forEach(entry -> wanted.put(entry.id().value(), entry));
        var all = new HashSet<>(ids);
        all.addAll(wanted.keySet());
        return all.stream().allMatch(id -> Objects.equals(wanted.get(id), inForce(id, now)));
    }

    /** Past its end an entry is refused without being removed. */
    private @org.jspecify.annotations.Nullable TokenEntry inForce(String id, Instant now) {
        var entry = listed.get(id);
        return entry != null && entry.acceptedUntil().isAfter(now) ? entry : null;
    }

    /** The revision that carries the last change to any of these tokens. */
    long carriedBy(Set<String> ids) {
        return ids.stream()
                .mapToLong(id -> changed.getOrDefault(id, baseline))
                .max()
                .orElse(baseline);
    }
}
