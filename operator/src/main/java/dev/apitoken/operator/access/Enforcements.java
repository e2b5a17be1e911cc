package dev.apitoken.operator.access;

import dev.apitoken.operator.kubernetes.ObjectName;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** The last word of each lane, for whoever reports it. */
final class Enforcements {
    private final Map<ObjectName, Enforcement> known = new ConcurrentHashMap<>();
    private final Consumer<ObjectName> listener;

    /** @param listener is told of each policy whose report would be another one now; it must not block */
    Enforcements(Consumer<ObjectName> listener) {
        this.listener = listener;
    }

    void report(ObjectName policy, Enforcement enforcement) {
        if (!enforcement.equals(known.put(policy, enforcement))) {
            listener.accept(policy);
        }
    }

    void forget(ObjectName policy) {
        known.remove(policy);
    }

    int count(Enforcement.State state) {
        return Math.toIntExact(
                known.values().stream().filter(each -> each.state() == state).count());
    }

    long listed() {
        return enforced().mapToLong(Enforcement.Enforced::tokens).sum();
    }

    long highestRevision() {
        return enforced().mapToLong(Enforcement.Enforced::revision).max().orElse(0);
    }

    double fullest() {
        return enforced().mapToDouble(Enforcement.Enforced::fill).max().orElse(0);
    }

    private Stream<Enforcement.Enforced> enforced() {
        return known.values().stream()
                .flatMap(each -> each instanceof Enforcement.Enforced enforced ? Stream.of(enforced) : Stream.empty());
    }

    Optional<Enforcement> of(ObjectName policy) {
        return Optional.ofNullable(known.get(policy));
    }
}
