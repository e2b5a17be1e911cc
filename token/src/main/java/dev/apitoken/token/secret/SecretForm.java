package dev.apitoken.token.secret;

import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What an ApiToken asks its Secret to look like.
 *
 * @param apiToken its name, at most 63 characters
 * @param uid its UID
 * @param items at least one, each key once
 * @param labels as its author wrote them, none that {@link SecretMetadataRules} refuses
 * @param annotations likewise
 */
public record SecretForm(
        String apiToken,
        String uid,
        List<SecretItem> items,
        SortedMap<String, String> labels,
        SortedMap<String, String> annotations) {
    public SecretForm {
        items = List.copyOf(items);
        labels = Collections.unmodifiableSortedMap(new TreeMap<>(labels));
        annotations = Collections.unmodifiableSortedMap(new TreeMap<>(annotations));
        requireDistinctKeys(items);
        SecretMetadataRules.require(labels);
        SecretMetadataRules.require(annotations);
    }

    /** The usual form: one item, no labels and annotations of the author's. */
    public static SecretForm plain(String apiToken, String uid) {
        return new SecretForm(apiToken, uid, SecretItem.DEFAULT, new TreeMap<>(Map.of()), new TreeMap<>(Map.of()));
    }

    private static void requireDistinctKeys(List<SecretItem> items) {
        var keys = new HashSet<String>();
        if (items.isEmpty() || !items.stream().allMatch(item -> keys.add(item.key()))) {
            throw new IllegalArgumentException("a token Secret has at least one item, and each key once");
        }
    }
}
