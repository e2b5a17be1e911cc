package dev.apitoken.operator.restart;

import java.util.Arrays;
import java.util.Comparator;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A workload in the namespace of the ApiToken that names it.
 *
 * @param name a DNS subdomain of at most 253 characters
 */
public record RestartTarget(Kind kind, String name) implements Comparable<RestartTarget> {
    /** Spelled as in the API. */
    public enum Kind {
        Deployment,
        StatefulSet,
        DaemonSet
    }

    private static final Comparator<RestartTarget> ORDER =
            Comparator.comparing(RestartTarget::kind).thenComparing(RestartTarget::name);
    private static final Pattern NAME =
            Pattern.compile("[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*");
    private static final int MAX_NAME = 253;
    private static final String SEPARATOR = "/";

    public RestartTarget {
        if (name.length() > MAX_NAME || !NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("the name of a workload is a DNS subdomain");
        }
    }

    /** @throws IllegalArgumentException for another kind, or a name that no workload has */
    public static RestartTarget of(String kind, String name) {
        return kindNamed(kind)
                .map(known -> new RestartTarget(known, name))
                .orElseThrow(
                        () -> new IllegalArgumentException("kind must be one of " + Arrays.toString(Kind.values())));
    }

    /** Reads what {@link #toString} wrote; empty for anything else. */
    public static Optional<RestartTarget> parse(String text) {
        var parts = text.split(SEPARATOR, 2);
        try {
            return parts.length == 2 ? Optional.of(of(parts[0], parts[1])) : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static Optional<Kind> kindNamed(String name) {
        return Arrays.stream(Kind.values())
                .filter(kind -> kind.name().equals(name))
                .findFirst();
    }

    @Override
    public int compareTo(RestartTarget other) {
        return ORDER.compare(this, other);
    }

    /** One word, as it stands in a Secret. */
    @Override
    public String toString() {
        return kind + SEPARATOR + name;
    }
}
