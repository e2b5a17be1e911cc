package dev.apitoken.benchmarks.scale;

import static org.assertj.core.api.Assertions.assertThat;

import dev.apitoken.benchmarks.Machine;
import dev.apitoken.benchmarks.Progress;
import java.nio.file.Path;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole benchmark, small: it must still run, and what does not depend on the machine must hold. */
class ScaleE2E {
    @TempDir
    Path folder;

    @Test
    void aSmallRunMeasuresEverythingAndIsKept() throws Exception {
        var progress = new Progress(System.out);
        ScaleResult result;
        try (var run = new ScaleRun(Layout.of(50), Pace.SMOKE, folder, false, progress, InstantSource.system())) {
            result = run.run(Machine.describe(0), "smoke");
        }

        assertThat(result.coldStart().writes()).isZero();
        assertThat(result.endsAtRest().samples()).isEqualTo(10);
        assertThat(result.storm().lateness().samples()).isEqualTo(50);
        assertThat(result.storm().pastExpiry()).isZero();
        assertThat(result.gate().acceptedAfterASecond()).isZero();
        assertThat(result.memory())
                .extracting(ScaleResult.Memory::after)
                .containsExactly("at rest", "cold start", "storm");

        var results = new Results(folder.resolve("results"));
        results.keep(result);
        assertThat(results.table()).contains("| tokens | goal | 50 |").contains("renewals due at one instant");
        assertThat(folder.resolve("results/scale-50.json")).content().doesNotContain(folder.toString());
        assertThat(folder.resolve("results/scale.md")).content().isEqualTo(results.table());
    }
}
