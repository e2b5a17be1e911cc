package dev.apitoken.operator.report;

import dev.apitoken.crds.ValidatorReport;
import dev.apitoken.operator.kubernetes.ObjectName;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The reports there are, by policy. Whether one is alive is told by this operator's own clock from when it saw the
 * report change, so that no two clocks are compared; only for reports found at the start their own word is taken.
 */
final class ReportBook {
    private final Map<ObjectName, SeenReport> reports = new HashMap<>();
    private final Map<ObjectName, Map<ObjectName, SeenReport>> byPolicy = new HashMap<>();
    /** Also of reports that went with their pod: between two pods of one Deployment nobody is missing. */
    private final Map<ObjectName, Instant> lastHeard = new HashMap<>();

    /**
     * @param found whether it was there before this operator looked
     * @return the policies it spoke or speaks about
     */
    synchronized List<ObjectName> note(ValidatorReport object, boolean found, Instant now) {
        var before = reports.get(ObjectName.of(object));
        if (before != null && before.version().equals(object.getMetadata().getResourceVersion())) {
            return List.of();
        }
        var seen = SeenReport.of(object, found ? reportedAt(object).orElse(now) : now, now);
        remove(seen.name());
        reports.put(seen.name(), seen);
        byPolicy.computeIfAbsent(seen.policy(), policy -> new HashMap<>()).put(seen.name(), seen);
        lastHeard.merge(seen.policy(), seen.heardAt(), ReportBook::later);
        return before == null || before.policy().equals(seen.policy())
                ? List.of(seen.policy())
                : List.of(before.policy(), seen.policy());
    }

    synchronized Optional<ObjectName> remove(ObjectName name) {
        var gone = Optional.ofNullable(reports.remove(name));
        gone.ifPresent(report -> byPolicy.computeIfPresent(report.policy(), (policy, all) -> {
            all.remove(name);
            return all.isEmpty() ? null : all;
        }));
        return gone.map(SeenReport::policy);
    }

    /** In the order of their names. */
    synchronized List<SeenReport> live(ObjectName policy, Instant now) {
        return byPolicy.getOrDefault(policy, Map.of()).values().stream()
                .filter(report -> report.isLive(now))
                .sorted(SeenReport.ORDER)
                .toList();
    }

    synchronized boolean isAnybodyLive(Instant now) {
        return reports.values().stream().anyMatch(report -> report.isLive(now));
    }

    /** Whether somebody reported not long ago, even if nobody does at the moment. */
    synchronized boolean heardLately(ObjectName policy, Instant now) {
        var heard = lastHeard.get(policy);
        return heard != null && heard.plus(SeenReport.LIVE_FOR).isAfter(now);
    }

    synchronized Collection<SeenReport> all() {
        return List.copyOf(reports.values());
    }

    /** Of which somebody speaks, or spoke not long ago. Anybody may write any name there: it need not exist. */
    synchronized Set<ObjectName> policies(Instant now) {
        lastHeard.keySet().removeIf(policy -> !byPolicy.containsKey(policy) && !heardLately(policy, now));
        return Set.copyOf(lastHeard.keySet());
    }

    private static Optional<Instant> reportedAt(ValidatorReport object) {
        return Optional.ofNullable(object.getReport())
                .flatMap(report -> Optional.ofNullable(report.reportedAt()))
                .flatMap(ReportedInstant::read);
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }
}
