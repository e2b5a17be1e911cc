package dev.apitoken.validator.report;

import dev.apitoken.token.TokenId;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Which uses the next report tells. A report holds a bounded number of tokens, so where more are used they take turns:
 * first those never told or used again since, in the order in which they began to wait. What is told stays for as long
 * as there is room, so that a reader who was away for a while has missed nothing.
 */
final class UseLog {
    private final int perReport;
    private final int capacity;
    private final LinkedHashMap<TokenId, LastUse> waiting = new LinkedHashMap<>();
    private final LinkedHashMap<TokenId, LastUse> told = new LinkedHashMap<>();
    private long dropped;

    /**
     * @param perReport how many tokens one report tells of
     * @param capacity how many may wait; a further one is dropped until it is used again
     */
    UseLog(int perReport, int capacity) {
        this.perReport = perReport;
        this.capacity = capacity;
    }

    /** Forward only: of two uses the later counts, in whatever order they come. */
    void add(TokenId id, LastUse use) {
        LastUse known = waiting.containsKey(id) ? waiting.get(id) : told.get(id);
        if (known != null && !use.isLaterThan(known)) {
            return;
        }
        if (waiting.size() >= capacity && !waiting.containsKey(id)) {
            dropped++;
            return;
        }
        // A token that waits keeps its place in the line.
        waiting.put(id, use);
    }

    boolean hasNews() {
        return !waiting.isEmpty();
    }

    long dropped() {
        return dropped;
    }

    /** Those that waited longest, then the latest told. */
    Map<TokenId, LastUse> next() {
        var report = new LinkedHashMap<TokenId, LastUse>();
        fill(report, waiting);
        fill(report, told.reversed());
        return report;
    }

    private void fill(Map<TokenId, LastUse> report, Map<TokenId, LastUse> from) {
        for (Iterator<Map.Entry<TokenId, LastUse>> each = from.entrySet().iterator();
                each.hasNext() && report.size() < perReport; ) {
            var entry = each.next();
            report.putIfAbsent(entry.getKey(), entry.getValue());
        }
    }

    /** @param report as {@link #next()} gave it, with nothing added since that would be lost */
    void wasTold(Map<TokenId, LastUse> report) {
        report.forEach((id, use) -> {
            if (waiting.remove(id, use)) {
                told.remove(id);
                told.put(id, use);
            }
        });
        while (told.size() > perReport) {
            told.pollFirstEntry();
        }
    }
}
