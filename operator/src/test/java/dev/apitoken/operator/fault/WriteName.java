package dev.apitoken.operator.fault;

import dev.apitoken.testkit.fault.Call;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Which write of a workload one is, the same in each run of it: what it does to what, and how often that was done before.
 *
 * @param occurrence from 1
 */
record WriteName(String what, int occurrence) implements Comparable<WriteName> {

    /** Gives the writes of one run their names, in the order in which they come. */
    static final class Counter {
        private final String namespace;
        private final Map<String, Integer> counts = new ConcurrentHashMap<>();

        Counter(String namespace) {
            this.namespace = namespace;
        }

        WriteName next(Call call) {
            String what = what(call);
            return new WriteName(what, counts.merge(what, 1, Integer::sum));
        }

        private String what(Call call) {
            String kind = call.verb() + " " + call.resource()
                    + (call.subresource().isEmpty() ? "" : "/" + call.subresource());
            if (call.resource().equals("events")) {
                return kind + " " + call.body().path("reason").asText();
            }
            int tenant = call.name().indexOf(namespace);
            return kind + " " + (tenant < 0 ? call.name() : call.name().substring(0, tenant) + "*");
        }
    }

    @Override
    public int compareTo(WriteName other) {
        int order = what.compareTo(other.what);
        return order != 0 ? order : Integer.compare(occurrence, other.occurrence);
    }

    @Override
    public String toString() {
        return what + " #" + occurrence;
    }
}
