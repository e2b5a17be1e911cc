package dev.apitoken.testkit.fault;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;

/** Every call that came through a proxy, in the order in which they ended. */
public final class CallLog {
    private final List<Recorded> calls = new ArrayList<>();

    synchronized void add(Recorded call) {
        calls.add(call);
    }

    public synchronized int size() {
        return calls.size();
    }

    public synchronized List<Recorded> all() {
        return List.copyOf(calls);
    }

    /** @param from as {@link #size()} was at some instant: what came since */
    public synchronized List<Recorded> since(int from) {
        return List.copyOf(calls.subList(from, calls.size()));
    }

    /** What really changed something, in the order of the changes. */
    public List<Recorded> committed(Predicate<Call> which) {
        return all().stream()
                .filter(Recorded::isCommitted)
                .filter(recorded -> which.test(recorded.call()))
                .sorted(Comparator.comparingLong(Recorded::resourceVersion))
                .toList();
    }
}
