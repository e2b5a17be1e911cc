package dev.apitoken.operator.access;

import dev.apitoken.operator.kubernetes.ObjectName;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/** When each policy is to be looked at again although nothing changed. For one thread. */
final class WakeUps {
    private record WakeUp(Instant at, ObjectName policy) {}

    private static final Comparator<WakeUp> ORDER = Comparator.comparing(WakeUp::at)
            .thenComparing(wakeUp -> wakeUp.policy().namespace())
            .thenComparing(wakeUp -> wakeUp.policy().name());

    private final TreeSet<WakeUp> queue = new TreeSet<>(ORDER);
    private final Map<ObjectName, Instant> times = new HashMap<>();

    /** Replaces the policy's earlier one. */
    void set(ObjectName policy, Optional<Instant> at) {
        var before = at.isPresent() ? times.put(policy, at.get()) : times.remove(policy);
        if (before != null) {
            queue.remove(new WakeUp(before, policy));
        }
        at.ifPresent(instant -> queue.add(new WakeUp(instant, policy)));
    }

    /** Keeps the policy's own if that is earlier. */
    void atLatest(ObjectName policy, Instant at) {
        var before = times.get(policy);
        if (before == null || at.isBefore(before)) {
            set(policy, Optional.of(at));
        }
    }

    Optional<Instant> next() {
        return queue.isEmpty() ? Optional.empty() : Optional.of(queue.first().at());
    }

    /** Takes out those whose time has come. */
    List<ObjectName> due(Instant now) {
        var due = new ArrayList<ObjectName>();
        while (!queue.isEmpty() && !queue.first().at().isAfter(now)) {
            var policy = queue.first().policy();
            due.add(policy);
            set(policy, Optional.empty());
        }
        return due;
    }
}
