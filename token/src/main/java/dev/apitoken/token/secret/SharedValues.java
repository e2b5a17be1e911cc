package dev.apitoken.token.secret;

import dev.apitoken.token.access.SourceFilter;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/** Equal words, role sets and source filters of many entries, kept once: 100,000 entries have few different ones. */
final class SharedValues {
    private final Map<String, String> words = new HashMap<>();
    private final Map<List<String>, SortedSet<String>> roles = new HashMap<>();
    private final Map<List<String>, Optional<SourceFilter>> sources = new HashMap<>();

    String word(String word) {
        return words.computeIfAbsent(word, same -> same);
    }

    SortedSet<String> roles(List<String> names) {
        return roles.computeIfAbsent(names, list -> {
            var set = new TreeSet<String>();
            list.forEach(name -> set.add(word(name)));
            return Collections.unmodifiableSortedSet(set);
        });
    }

    /** @throws IllegalArgumentException for an empty list or a text that is no address range */
    Optional<SourceFilter> sources(List<String> texts) {
        return sources.computeIfAbsent(texts, list -> Optional.of(SourceFilter.parse(list)));
    }
}
