package dev.apitoken.operator.access;

import java.util.Comparator;

/** An ApiToken that a reader of the policy's status would expect to be listed. */
public record NotListed(String namespace, String name, NotListedReason reason) implements Comparable<NotListed> {
    private static final Comparator<NotListed> ORDER =
            Comparator.comparing(NotListed::namespace).thenComparing(NotListed::name);

    @Override
    public int compareTo(NotListed other) {
        return ORDER.compare(this, other);
    }
}
