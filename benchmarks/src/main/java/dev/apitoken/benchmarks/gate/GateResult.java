package dev.apitoken.benchmarks.gate;

import dev.apitoken.benchmarks.Machine;
import dev.apitoken.benchmarks.Spread;
import java.util.List;
import java.util.Optional;

/**
 * All that one run measured.
 *
 * @param command with which it can be repeated
 * @param ratePerSecond of the rounds that are compared
 * @param missing who could not take part, and why
 */
record GateResult(
        String measuredAt,
        String version,
        String command,
        Machine machine,
        Conditions conditions,
        int ratePerSecond,
        List<Line> lines,
        List<Start> starts,
        List<Ends> ends,
        List<String> programs,
        List<String> missing) {
    /**
     * @param javaOptions of the validator
     * @param stolenPercent of all cores, taken by the machine below this one while it was measured
     */
    record Conditions(List<String> javaOptions, boolean boundToCores, double stolenPercent, int largeList) {}

    /**
     * One contender.
     *
     * @param cpuMicros per request at the fixed rate, the median of the rounds
     * @param ratio of that to the validator's in the same pass, the median
     * @param failed requests that were not answered as expected, in all rounds
     * @param perSecond as fast as answers came
     * @param perCoreSecond what that is for each second of CPU
     */
    record Line(
            String name,
            int rounds,
            double cpuMicros,
            double ratio,
            double leastRatio,
            double mostRatio,
            double p50Micros,
            double p99Micros,
            long failed,
            double perSecond,
            double perCoreSecond,
            double residentMiB,
            double anonymousMiB) {}

    /**
     * A validator from nothing.
     *
     * @param first401 from the start of the process
     * @param p99Micros of its first seconds at the fixed rate
     */
    record Start(String kind, Spread first401, double p50Micros, double p99Micros, double secondsOfLoad) {}

    /** @param lastAccepted from the moment the new list was there to the last request let in */
    record Ends(String source, int listed, Spread lastAccepted) {}

    Optional<Line> line(String name) {
        return lines.stream().filter(line -> line.name().equals(name)).findFirst();
    }

    Optional<Start> start(String kind) {
        return starts.stream().filter(start -> start.kind().equals(kind)).findFirst();
    }

    Optional<Ends> endsBy(String source) {
        return ends.stream().filter(each -> each.source().equals(source)).findFirst();
    }
}
