package dev.apitoken.operator.access;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/** When each of some things is to be looked at again although nothing changed. For one thread. */
final class WakeUps<T> {
    /** @param number tells those of one instant apart */
    private record WakeUp<T>(Instant at, long number, T what) {}

    private final TreeSet<WakeUp<T>> queue =
            new TreeSet<>(Comparator.<WakeUp<T>, Instant>comparing(WakeUp::at).thenComparing(WakeUp::number));
    private final Map<T, WakeUp<T>> known = new HashMap<>();
    private long count;

    /** Replaces its earlier one. */
    void set(T what, Optional<Instant> at) {
        var before = known.remove(what);
        if (before != null) {
            queue.remove(before);
        }
        at.ifPresent(instant -> {
            var wakeUp = new WakeUp<>(instant, count++, what);
            known.put(what, wakeUp);
            queue.add(wakeUp);
        });
    }

    /** Keeps its own if that is earlier. */
    void atLatest(T what, Instant at) {
        var before = known.get(what);
        if (before == null || at.isBefore(before.at())) {
            set(what, Optional.of(at));
        }
    }

    Optional<Instant> next() {
        return queue.isEmpty() ? Optional.empty() : Optional.of(queue.first().at());
    }

    /** Takes out those whose time has come. */
    List<T> due(Instant now) {
        var due = new ArrayList<T>();
        while (!queue.isEmpty() && !queue.first().at().isAfter(now)) {
            var what = queue.first().what();
            due.add(what);
            set(what, Optional.empty());
        }
        return due;
    }
}
