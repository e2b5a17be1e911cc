package dev.apitoken.operator.fault;

import dev.apitoken.testkit.fault.Recorded;
import dev.apitoken.token.access.TokenEntry;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeSet;

/** What must be true of a trial once all is quiet, however it was disturbed (rules R1, R2). */
final class CrashOracles {
    private static final int CONTEXT = 150;

    private final List<String> broken = new ArrayList<>();

    List<String> broken() {
        return List.copyOf(broken);
    }

    void judge(Trial trial, List<Recorded> record, List<HasMetadata> strangers) {
        var committed = record.stream()
                .filter(Recorded::isCommitted)
                .sorted(Comparator.comparingLong(Recorded::resourceVersion))
                .toList();
        exactly(trial, committed);
        neverTooManyAlive(trial, committed);
        neverBlind(trial, record);
        if (!Strangers.areUntouched(trial.tenant(), strangers)) {
            broken.add(trial + ": an object of somebody else was touched");
        }
    }

    void endsAs(Trial trial, SortedMap<String, String> clean, SortedMap<String, String> end) {
        broken.addAll(differences(trial, clean, end));
    }

    /** In what a trial ends otherwise than a clean run; empty: in nothing. */
    static List<String> differences(Trial trial, SortedMap<String, String> clean, SortedMap<String, String> end) {
        var names = new TreeSet<>(clean.keySet());
        names.addAll(end.keySet());
        return names.stream()
                .filter(name -> !clean.getOrDefault(name, "").equals(end.getOrDefault(name, "")))
                .map(name -> trial + ": " + name
                        + difference(clean.getOrDefault(name, "absent"), end.getOrDefault(name, "absent")))
                .toList();
    }

    private static String difference(String clean, String end) {
        int same = 0;
        while (same < Math.min(clean.length(), end.length()) && clean.charAt(same) == end.charAt(same)) {
            same++;
        }
        int from = Math.max(same - CONTEXT, 0);
        return "\n  clean ..." + clean.substring(from, Math.min(same + CONTEXT, clean.length())) + "\n  here  ..."
                + end.substring(from, Math.min(same + CONTEXT, end.length()));
    }

    /** No token is lost, none issued twice. */
    private void exactly(Trial trial, List<Recorded> committed) {
        int tokens = Documents.tokenIds(committed).size();
        if (tokens != trial.workload().tokens()) {
            broken.add(trial + ": " + tokens + " tokens were issued, not "
                    + trial.workload().tokens());
        }
    }

    private void neverTooManyAlive(Trial trial, List<Recorded> committed) {
        Documents.accessDocuments(committed).stream()
                .mapToLong(document -> document.entries().stream()
                        .map(TokenEntry::id)
                        .distinct()
                        .count())
                .filter(alive -> alive > trial.workload().live())
                .findFirst()
                .ifPresent(alive -> broken.add(trial + ": " + alive + " tokens were alive at once"));
    }

    private void neverBlind(Trial trial, List<Recorded> record) {
        record.stream()
                .filter(recorded ->
                        recorded.call().isWrite() && !recorded.call().conditional())
                .findFirst()
                .ifPresent(recorded -> broken.add(trial + ": a write without a precondition: " + recorded));
    }
}
