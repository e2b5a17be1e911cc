package dev.apitoken.operator.access;

import dev.apitoken.operator.kubernetes.ObjectName;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

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

    Optional<Enforcement> of(ObjectName policy) {
        return Optional.ofNullable(known.get(policy));
    }
}
