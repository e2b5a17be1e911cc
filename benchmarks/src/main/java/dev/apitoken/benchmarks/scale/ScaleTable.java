package dev.apitoken.benchmarks.scale;

import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The results side by side, each measure with its goal; a goal that is missed is printed like one that is met. */
final class ScaleTable {
    private static final String NO_GOAL = "";

    /** @param met always true where there is no goal */
    private record Row(String measure, String goal, Function<ScaleResult, Object> value, Predicate<ScaleResult> met) {
        static Row plain(String measure, Function<ScaleResult, Object> value) {
            return new Row(measure, NO_GOAL, value, any -> true);
        }
    }

    private static final List<Row> ROWS = List.of(
            Row.plain("policies, each with the tokens of its namespace", ScaleResult::policies),
            Row.plain("tokens issued per second", result -> result.minting().tokensPerSecond()),
            Row.plain(
                    "operator CPU per token issued, ms",
                    result -> Math.round(10_000.0
                                    * result.minting().operatorCpuSeconds()
                                    / (result.tokens() + result.spares()))
                            / 10.0),
            Row.plain(
                    "start to last write, all tokens new, s",
                    result -> result.minting().allSeconds()),
            new Row(
                    "writes at rest",
                    "0 (F15)",
                    result -> result.rest().writes(),
                    result -> result.rest().writes() == 0),
            new Row(
                    "CPU at rest, % of a core",
                    "2 (F15)",
                    result -> result.rest().cpuPercentOfACore(),
                    result -> result.rest().cpuPercentOfACore() <= 2),
            new Row(
                    "cold start to ready, s",
                    "60 (F16)",
                    result -> result.coldStart().readySeconds(),
                    result -> result.coldStart().readySeconds() <= 60),
            Row.plain(
                    "cold start to the end of its work, s",
                    result -> result.coldStart().calmSeconds()),
            new Row(
                    "writes of a cold start",
                    "0 (F15)",
                    result -> result.coldStart().writes(),
                    result -> result.coldStart().writes() == 0),
            new Row(
                    "end to new access revision, at rest",
                    "p99 100 ms (G2)",
                    ScaleResult::endsAtRest,
                    result -> result.endsAtRest().p99() <= 100),
            Row.plain(
                    "renewals due at one instant",
                    result -> result.storm().dueWhenItCame() + " of "
                            + result.storm().due()),
            new Row(
                    "due to renewed",
                    "max 120 s (F12)",
                    result -> result.storm().lateness(),
                    result -> result.storm().lateness().max() <= 120),
            new Row(
                    "renewed past their expiry",
                    "0 (F12)",
                    result -> result.storm().pastExpiry(),
                    result -> result.storm().pastExpiry() == 0),
            new Row(
                    "API requests of the storm",
                    "p99 1000 ms (F12)",
                    result -> result.storm().apiLatency(),
                    result -> result.storm().apiLatency().p99() <= 1000),
            new Row(
                    "end to new access revision, in the storm",
                    "p99 500 ms, max 2000 ms (F12)",
                    result -> result.storm().ends(),
                    result -> result.storm().ends().p99() <= 500
                            && result.storm().ends().max() <= 2000),
            Row.plain("operator CPU of the storm, s", result -> result.storm().operatorCpuSeconds()),
            new Row(
                    "end to the last request let in",
                    "p50 20 ms, p99 100 ms, max 500 ms (G2)",
                    result -> result.gate().lastAccepted(),
                    result -> result.gate().lastAccepted().p50() <= 20
                            && result.gate().lastAccepted().p99() <= 100
                            && result.gate().lastAccepted().max() <= 500),
            Row.plain("end to the first 401", result -> result.gate().firstRefused()),
            new Row(
                    "let in more than 1 s after the end",
                    "0 (G3)",
                    result -> result.gate().acceptedAfterASecond(),
                    result -> result.gate().acceptedAfterASecond() == 0),
            Row.plain("heap it may not exceed (F12, F16), MiB", ScaleResult::heapLimitMiB),
            Row.plain("live heap at rest / after a cold start / after the storm, MiB", ScaleTable::liveHeap),
            Row.plain(
                    "most resident memory of the process, MiB",
                    result -> result.memory().stream()
                            .mapToLong(ScaleResult.Memory::mostResidentMiB)
                            .max()
                            .orElse(0)));

    private ScaleTable() {}

    static String of(List<ScaleResult> results) {
        var lines = Stream.concat(
                Stream.of(
                        line("tokens", "goal", results.stream().map(result -> "%,d".formatted(result.tokens()))),
                        line("---", "---", results.stream().map(result -> "---"))),
                ROWS.stream()
                        .map(row ->
                                line(row.measure(), row.goal(), results.stream().map(it -> cell(row, it)))));
        return "# The operator under load\n\nMade by `benchmarks/scale`; what each line means: [README](../README.md).\n\n"
                + lines.collect(Collectors.joining("\n"))
                + "\n\n"
                + results.stream().map(ScaleTable::origin).collect(Collectors.joining("\n"))
                + "\n";
    }

    private static String line(String measure, String goal, Stream<String> cells) {
        return cells.collect(Collectors.joining(" | ", "| " + measure + " | " + goal + " | ", " |"));
    }

    private static String cell(Row row, ScaleResult result) {
        return row.value().apply(result) + (row.met().test(result) ? "" : " **missed**");
    }

    private static String liveHeap(ScaleResult result) {
        return result.memory().stream()
                .map(each -> Long.toString(each.liveHeapMiB()))
                .collect(Collectors.joining(" / "));
    }

    private static String origin(ScaleResult result) {
        var machine = result.machine();
        return "- %,d tokens: %s, version %s, Kubernetes %s; %d cores (%s), %d MiB, %s, JDK %s; %d %% of the cores busy with something else just before"
                .formatted(
                        result.tokens(),
                        result.measuredAt(),
                        result.version(),
                        result.kubernetes(),
                        machine.cores(),
                        machine.processor(),
                        machine.memoryMiB(),
                        machine.kernel(),
                        machine.javaVersion(),
                        machine.otherWorkPercent());
    }
}
