package dev.apitoken.benchmarks.gate;

import dev.apitoken.benchmarks.load.Latencies;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** From rounds to lines: medians, since one disturbed round says nothing. */
final class Scores {
    private static final double MEDIAN = 0.5;
    private static final double NEARLY_ALL = 0.99;

    private final Map<String, List<Round>> fixedRate;

    Scores(Map<String, List<Round>> fixedRate) {
        this.fixedRate = fixedRate;
    }

    private List<Round> rounds(String contender) {
        return fixedRate.getOrDefault(contender, List.of());
    }

    GateResult.Line line(Contender contender, Round closedLoop) {
        List<Round> rounds = fixedRate.getOrDefault(contender.name(), List.of());
        List<Round> ours = fixedRate.getOrDefault(Contest.OURS, List.of());
        List<Double> ratios = IntStream.range(0, rounds.size())
                .mapToObj(pass -> rounds.get(pass).cpuMicros() / ours.get(pass).cpuMicros())
                .sorted()
                .toList();
        var latencies = new Latencies();
        rounds.forEach(round -> latencies.addAll(round.load().latencies()));
        ResidentMemory memory = contender.memory();
        return new GateResult.Line(
                contender.name(),
                rounds.size(),
                median(rounds.stream().map(Round::cpuMicros).toList()),
                median(ratios),
                ratios.getFirst(),
                ratios.getLast(),
                latencies.micros(MEDIAN),
                latencies.micros(NEARLY_ALL),
                rounds.stream()
                        .mapToLong(round -> round.load().wrong() + round.load().missing())
                        .sum(),
                closedLoop.load().perSecond(),
                closedLoop.perCoreSecond(),
                memory.allMiB(),
                memory.anonymousMiB());
    }

    /** Of an even number the mean of the two in the middle. */
    static double median(List<Double> values) {
        var sorted = new ArrayList<>(values);
        Collections.sort(sorted);
        int half = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(half) : (sorted.get(half - 1) + sorted.get(half)) / 2;
    }
}
