package dev.apitoken.operator.report;

import dev.apitoken.operator.kubernetes.ObjectName;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Uses told of a policy whose document is not known yet, as at the start; bounded, for there may be no such policy. */
final class EarlyUses {
    private static final int MOST = 100_000;

    private final Map<ObjectName, Map<String, LastUses.Use>> byPolicy = new HashMap<>();
    private int kept;

    synchronized void keep(ObjectName policy, String id, LastUses.Use use) {
        var uses = byPolicy.computeIfAbsent(policy, name -> new HashMap<>());
        if (uses.containsKey(id) || kept < MOST) {
            kept += uses.containsKey(id) ? 0 : 1;
            uses.merge(id, use, (one, other) -> other.time().isAfter(one.time()) ? other : one);
        }
    }

    synchronized Map<String, LastUses.Use> take(ObjectName policy) {
        var uses = Optional.ofNullable(byPolicy.remove(policy)).orElse(Map.of());
        kept -= uses.size();
        return uses;
    }
}
