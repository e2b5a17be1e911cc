package dev.apitoken.token.secret;

import java.util.Map;
import java.util.SortedMap;

/** The parts of a Kubernetes Secret that we write: type, labels, annotations and decoded data. Its text shows no data. */
public record SecretContent(
        String type,
        SortedMap<String, String> labels,
        SortedMap<String, String> annotations,
        SortedMap<String, byte[]> data) {

    /** The string that a Secret of this content was made from, empty strings for absent keys never. */
    public boolean sameDataAs(Map<String, byte[]> other) {
        return data.keySet().equals(other.keySet())
                && data.entrySet().stream()
                        .allMatch(e -> java.security.MessageDigest.isEqual(e.getValue(), other.get(e.getKey())));
    }

    @Override
    public String toString() {
        return "SecretContent[type=" + type + ", keys=" + data.keySet() + "]";
    }
}
