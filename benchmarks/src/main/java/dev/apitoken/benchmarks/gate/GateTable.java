package dev.apitoken.benchmarks.gate;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** One run as a page: the goals first, then everybody, then how it was measured. */
final class GateTable {
    private GateTable() {}

    static String of(GateResult result) {
        return """
                # The validator against its peers

                Made by `%s`; what each line means, and why a goal is missed: [README](../README.md#the-validator-against-its-peers).

                | goal | bound | measured | |
                |---|---|---|---|
                %s

                ## CPU time of one request

                At %,d requests a second, the same for all, in interleaved rounds; every process of a chain counts. Ratio: to `%s`, in the
                same pass, median (least to most). Latency is that of these rounds. Full load: 64 connections, the next request when an
                answer has come; the load itself is bound to the other core and may be what limits.

                | | CPU, us | ratio | p50, us | p99, us | full load, /s | for each core second | resident / anonymous, MiB | failed |
                |---|---|---|---|---|---|---|---|---|
                %s

                ## From nothing

                | validator | start to first 401 | first %.0f s of load: p50, us | p99, us |
                |---|---|---|---|
                %s

                ## A token taken off the list

                | list kept in | tokens | from the list being there to the last request let in |
                |---|---|---|
                %s

                ## How

                %s
                """.formatted(
                        result.command(),
                        rows(Goal.ALL.stream().map(goal -> goal.row(result))),
                        result.ratePerSecond(),
                        Contest.OURS,
                        rows(result.lines().stream().map(GateTable::row)),
                        result.starts().stream()
                                .findFirst()
                                .map(GateResult.Start::secondsOfLoad)
                                .orElse(0.0),
                        rows(result.starts().stream().map(GateTable::row)),
                        rows(result.ends().stream().map(GateTable::row)),
                        rows(how(result).stream()));
    }

    private static String rows(Stream<String> rows) {
        return rows.collect(Collectors.joining("\n"));
    }

    private static String row(GateResult.Line line) {
        return String.format(
                Locale.ROOT,
                "| %s | %.1f | %.2f (%.2f to %.2f) | %.0f | %.0f | %,.0f | %,.0f | %.0f / %.0f | %s |",
                line.name(),
                line.cpuMicros(),
                line.ratio(),
                line.leastRatio(),
                line.mostRatio(),
                line.p50Micros(),
                line.p99Micros(),
                line.perSecond(),
                line.perCoreSecond(),
                line.residentMiB(),
                line.anonymousMiB(),
                line.failed() == 0 ? "" : Long.toString(line.failed()));
    }

    private static String row(GateResult.Start start) {
        return String.format(
                Locale.ROOT,
                "| %s | %s | %.0f | %.0f |",
                start.kind(),
                start.first401(),
                start.p50Micros(),
                start.p99Micros());
    }

    private static String row(GateResult.Ends ends) {
        return String.format(Locale.ROOT, "| %s | %,d | %s |", ends.source(), ends.listed(), ends.lastAccepted());
    }

    private static List<String> how(GateResult result) {
        var machine = result.machine();
        var conditions = result.conditions();
        return Stream.concat(
                        Stream.of(
                                "- %s, version %s".formatted(result.measuredAt(), result.version()),
                                "- %d cores (%s), %d MiB, %s, JDK %s; %d %% of the cores busy with something else just before, %s %% taken by the host meanwhile"
                                        .formatted(
                                                machine.cores(),
                                                machine.processor(),
                                                machine.memoryMiB(),
                                                machine.kernel(),
                                                machine.javaVersion(),
                                                machine.otherWorkPercent(),
                                                conditions.stolenPercent()),
                                conditions.boundToCores()
                                        ? "- each program on the second core, load and application on the first"
                                        : "- programs, load and application share one core",
                                "- the large list: %,d tokens".formatted(conditions.largeList()),
                                "- validator: `" + String.join(" ", conditions.javaOptions()) + "`",
                                "- " + String.join("; ", result.programs())),
                        result.missing().stream().map(missing -> "- not measured: " + missing))
                .toList();
    }
}
