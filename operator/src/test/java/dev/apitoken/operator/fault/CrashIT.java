package dev.apitoken.operator.fault;

import static dev.apitoken.testkit.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.apitoken.operator.fault.Trial.Kill;
import dev.apitoken.operator.fault.Trials.Planned;
import dev.apitoken.testkit.Cluster;
import dev.apitoken.testkit.RealCluster;
import dev.apitoken.testkit.fault.Fault.Moment;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Every workload, killed before, after the commit and after the answer of every single write that a clean run of it
 * makes: all of them, none sampled (rules F1, R3).
 */
@RealCluster
class CrashIT {
    private static final int CLEAN_RUNS = 3;
    private static final int ROUNDS = 3;
    private static final Duration CONVERGED = Duration.ofSeconds(30);

    /** A new operator cannot know whether the ApiToken went or is still to be restored, and so waits for it. */
    private static final Duration UNTIL_A_RETAINED_SECRET_IS_AN_ORPHAN = Duration.ofMinutes(11);

    private final Map<Workload, SortedMap<String, String>> cleanEnds = new HashMap<>();
    private final CrashOracles oracles = new CrashOracles();
    private final FaultTable table = new FaultTable("crashes");

    @Test
    void everyKillAroundEveryWriteEndsAsIfNothingHadHappened(Cluster cluster) throws Exception {
        try (var rig = Rig.start(cluster)) {
            var plan = learn(rig, cluster);
            int planned = plan.size();
            for (int round = 0; round < ROUNDS && !plan.isEmpty(); round++) {
                plan = disturb(rig, cluster, plan);
            }
            var kills = plan;
            assertThat(oracles.broken()).isEmpty();
            assertThat(kills)
                    .as("kills whose write never came, of %d", planned)
                    .allMatch(kill -> isReport(kill) && kills.size() * 10 < planned);
            kills.forEach(kill -> table.count("(not reached: a status that was written together with the next)"));
        }
        table.write();
        FaultPage.read()
                .kills()
                .forEach((workload, least) -> assertThat(table.counts().getOrDefault(workload, 0))
                        .as("kills of %s, as docs/operations/faults.md tells", workload)
                        .isGreaterThanOrEqualTo(least));
    }

    /** How often a status is written depends on how its causes fall together; nothing else is allowed to. */
    private static boolean isReport(Planned planned) {
        return planned.kill()
                .filter(kill -> kill.write().what().contains("/status "))
                .isPresent();
    }

    /** Clean runs: how they end, and which writes they make. */
    private List<Planned> learn(Rig rig, Cluster cluster) throws InterruptedException {
        var trials = Trials.prepare(
                cluster,
                Workloads.all().stream()
                        .flatMap(workload -> Stream.generate(() -> new Planned(workload, Optional.empty()))
                                .limit(CLEAN_RUNS))
                        .toList());
        run(rig, trials);
        trials.forEach(trial -> trial.workload().holds().accept(trial.tenant()));
        var ends = EndState.of(cluster.client(), rig.namespace(), trials.namespaces());
        judge(rig, trials);
        trials.all()
                .forEach(trial -> oracles.endsAs(
                        trial, cleanEnds.computeIfAbsent(trial.workload(), any -> end(ends, trial)), end(ends, trial)));
        assertThat(oracles.broken()).isEmpty();
        var kills = killsAroundEveryWriteOf(trials);
        trials.forEach(Trial::leave); // which leads to writes of its own
        return kills;
    }

    private static List<Planned> killsAroundEveryWriteOf(Trials cleanRuns) {
        return cleanRuns.all().stream()
                .collect(Collectors.groupingBy(
                        Trial::workload, Collectors.flatMapping(trial -> trial.writes().stream(), Collectors.toList())))
                .entrySet()
                .stream()
                .flatMap(writes -> inEveryCleanRun(writes.getValue()).stream()
                        .flatMap(write -> Arrays.stream(Moment.values())
                                .map(moment -> new Planned(writes.getKey(), Optional.of(new Kill(write, moment))))))
                .toList();
    }

    private static TreeSet<WriteName> inEveryCleanRun(List<WriteName> writes) {
        return writes.stream().collect(Collectors.groupingBy(write -> write, Collectors.counting())).entrySet().stream()
                .filter(counted -> counted.getValue() == CLEAN_RUNS)
                .map(Map.Entry::getKey)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** @return the kills that did not come about, as their write did not come */
    private List<Planned> disturb(Rig rig, Cluster cluster, List<Planned> kills) throws InterruptedException {
        var trials = Trials.prepare(cluster, kills);
        run(rig, trials);
        rig.killAndRestart();
        rig.awaitQuiet();
        rig.clock().advance(UNTIL_A_RETAINED_SECRET_IS_AN_ORPHAN);
        rig.awaitQuiet();
        eventually(CONVERGED, () -> {
            var ends = EndState.of(cluster.client(), rig.namespace(), trials.namespaces());
            assertThat(trials.all().stream()
                            .flatMap(trial -> CrashOracles.differences(trial, clean(trial), end(ends, trial)).stream()))
                    .isEmpty();
        });
        judge(rig, trials);
        trials.all().stream()
                .filter(Trial::isDead)
                .forEach(trial -> table.count(trial.workload().name()));
        trials.forEach(Trial::leave);
        return trials.all().stream()
                .filter(trial -> !trial.isDead())
                .map(trial -> new Planned(trial.workload(), trial.kill()))
                .toList();
    }

    private static void run(Rig rig, Trials trials) throws InterruptedException {
        rig.awaitQuiet();
        rig.proxy().faults(trials::at);
        trials.all().forEach(Trial::arm);
        rig.clock().advance(Workloads.UNTIL_RENEWAL);
        trials.forEach(trial -> trial.workload().act().accept(trial.tenant(), rig.clock()));
        rig.awaitQuiet();
    }

    private void judge(Rig rig, Trials trials) {
        trials.sorted(rig.calls()).forEach((trial, record) -> oracles.judge(trial, record, trials.strangersOf(trial)));
    }

    private SortedMap<String, String> clean(Trial trial) {
        return Objects.requireNonNull(cleanEnds.get(trial.workload()));
    }

    private static SortedMap<String, String> end(Map<String, SortedMap<String, String>> ends, Trial trial) {
        return Objects.requireNonNull(ends.get(trial.tenant().namespace()));
    }
}
