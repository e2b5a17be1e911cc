package dev.apitoken.benchmarks.gate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.apitoken.acceptance.Repository;
import dev.apitoken.acceptance.ValidatorJvm;
import dev.apitoken.benchmarks.Machine;
import dev.apitoken.benchmarks.Progress;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The benchmark on our own program, small: it must still run, and what does not depend on the machine must hold. */
class GateE2E {
    @TempDir
    Path folder;

    @Test
    void a_small_run_measures_everything_and_is_kept() {
        var run = new GateRun(
                new Arguments(Pace.SMOKE, Extent.Ours, 200, "--ours"),
                ValidatorJvm.of(Repository.find()),
                new PeerPrograms(folder, ""),
                Cores.Free,
                folder,
                new Progress(System.out),
                Instant.now());
        var result = run.run(Machine.describe(0), "smoke");

        assertThat(result.lines())
                .extracting(GateResult.Line::name)
                .contains(Contest.OURS, Contest.OPEN, Contest.MANY, Contest.UNKNOWN);
        assertThat(result.lines()).allSatisfy(line -> {
            assertThat(line.failed()).as(line.name()).isZero();
            assertThat(line.cpuMicros()).as(line.name()).isPositive();
        });
        assertThat(result.ends())
                .allSatisfy(ends -> assertThat(ends.lastAccepted().samples()).isOne());

        new GateResults(folder).keep(result, true);
        assertThat(folder.resolve("gate.md"))
                .content()
                .contains("| " + Contest.OURS + " |")
                .contains("not measured");
        assertThat(folder.resolve("gate-full.json")).content().doesNotContain(folder.toString());
    }
}
